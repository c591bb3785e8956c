'use client'
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { useSWRConfig } from 'swr'
import { dependsOn } from '@/lib/client/dependencies'
import { sendUpload } from '@/lib/client/send-upload'
import { UploadQueue, type Upload } from '@/lib/client/upload-queue'

const UploadContext = createContext<UploadQueue | undefined>(undefined)

export function useUploadQueue(): UploadQueue {
  const queue = use(UploadContext)
  if (!queue) throw new Error('there is no UploadProvider around')
  return queue
}

const NONE: readonly Upload[] = []

export function useUploads(): readonly Upload[] {
  const queue = useUploadQueue()
  return useSyncExternalStore(queue.subscribe, queue.list, () => NONE)
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
  return <UploadContext value={queue}>{children}</UploadContext>
}
