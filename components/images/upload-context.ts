'use client'
import { createContext, use, useSyncExternalStore } from 'react'
import type { Upload, UploadQueue } from '@/lib/client/upload-queue'

export const UploadContext = createContext<UploadQueue | undefined>(undefined)

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
