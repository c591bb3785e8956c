'use client'
import { useEffect, useState, type ReactNode } from 'react'
import { useSWRConfig } from 'swr'
import { dependsOn } from '@/lib/client/dependencies'
import { lazyPart } from '@/components/ui/lazy-part'
import { sendUpload } from '@/lib/client/send-upload'
import { UploadQueue } from '@/lib/client/upload-queue'
import { UploadContext, useUploads } from './upload-context'

const UploadPanel = lazyPart(async () => (await import('./upload-panel')).UploadPanel)

function WhenUploading() {
  return useUploads().length > 0 && <UploadPanel />
}

/** Holds the uploads above the pages, so that they may be left while it goes on. */
export function UploadProvider({ children }: { children: ReactNode }) {
  const { mutate } = useSWRConfig()
  const [queue] = useState(
    () => new UploadQueue(sendUpload, () => void mutate((key) => dependsOn(key, new Set(['image'])))),
  )
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (queue.active) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [queue])
  return (
    <UploadContext value={queue}>
      {children}
      <WhenUploading />
    </UploadContext>
  )
}
