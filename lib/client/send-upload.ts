import { v4 as newUploadId } from 'uuid'
import type { UploadProgress } from '@/lib/images/schema'
import { callOperation } from './api'
import { ApiError, NO_ANSWER } from './api-error'
import { readAnswer } from './answer'
import { STALLED, type SendUpload } from './upload-queue'

/** Without any byte leaving. */
const STALL_MS = 60_000
/** The console pushes the image to its registry before it answers. */
const PUSH = {
  /** Without it getting any further. */
  stallMs: 30 * 60_000,
  /** How often it is asked how far it is. */
  askMs: 1000,
}

/** `image/uploadImage` by XMLHttpRequest, which tells how much was sent; `fetch` does not. */
export const sendUpload = (
  job: Parameters<SendUpload>[0],
  report: Parameters<SendUpload>[1],
  signal: AbortSignal,
  push = PUSH,
): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const uploadId = newUploadId()
    let last: UploadProgress | undefined
    const tell = (progress: UploadProgress) => {
      if (hasMoved(last, progress)) expectWithin(push.stallMs)
      last = progress
      report(job.file.size, true, progress)
    }
    const asking = new AbortController()
    const request = new XMLHttpRequest()
    let watchdog: ReturnType<typeof setTimeout> | undefined
    const expectWithin = (limitMs: number) => {
      clearTimeout(watchdog)
      watchdog = setTimeout(() => {
        reject(new ApiError(NO_ANSWER, STALLED))
        request.abort()
      }, limitMs)
    }
    const abort = () => request.abort()
    signal.addEventListener('abort', abort, { once: true })
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      expectWithin(STALL_MS)
      // The form's own bytes are counted too: the file is what the user knows.
      report(total > 0 ? Math.round((loaded / total) * job.file.size) : 0, false)
    })
    request.upload.addEventListener('load', () => {
      expectWithin(push.stallMs)
      report(job.file.size, true)
      void askOn(push.askMs, uploadId, (progress) => asking.signal.aborted || tell(progress), asking.signal)
    })
    request.addEventListener('load', () => {
      try {
        readAnswer(request.responseText, request.status, '')
        asking.abort()
        void ask(uploadId, (progress) => report(job.file.size, true, progress)).then(resolve)
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
    request.addEventListener('error', () => reject(new ApiError(NO_ANSWER, 'the connection broke')))
    request.addEventListener('abort', () => reject(new ApiError(NO_ANSWER, 'cancelled')))
    request.addEventListener('loadend', () => {
      clearTimeout(watchdog)
      asking.abort()
      signal.removeEventListener('abort', abort)
    })
    // The organisation first: a wrong one is refused before the file is sent.
    const form = new FormData()
    form.append('orgName', job.orgName)
    form.append('file', job.file)
    request.open('POST', '/apulisEdge/api/image/uploadImage')
    request.setRequestHeader('x-upload-id', uploadId)
    expectWithin(STALL_MS)
    request.send(form)
  })

function hasMoved(before: UploadProgress | undefined, now: UploadProgress): boolean {
  return now.sentBytes !== before?.sentBytes || now.blobsDone !== before.blobsDone || now.phase !== before.phase
}

async function askOn(everyMs: number, uploadId: string, tell: Tell, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await ask(uploadId, tell)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

type Tell = (progress: UploadProgress) => void

async function ask(uploadId: string, tell: Tell): Promise<void> {
  try {
    const { upload } = await callOperation('image/describeUpload', { uploadId })
    tell(upload)
  } catch {
    // The upload goes on all the same.
  }
}
