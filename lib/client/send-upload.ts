import { v4 as newUploadId } from 'uuid'
import type { UploadProgress } from '@/lib/images/schema'
import { callOperation } from './api'
import { ApiError, NO_ANSWER } from './api-error'
import { readAnswer } from './answer'
import { STALLED, type SendUpload } from './upload-queue'

/** Without any byte leaving. */
const STALL_MS = 60_000
/** The console pushes a large image to its registry before it answers. */
const ANSWER_MS = 30 * 60_000
/** How often the console is asked how far its half is. */
const ASK_MS = 1000

/** `image/uploadImage` by XMLHttpRequest, which tells how much was sent; `fetch` does not. */
export const sendUpload: SendUpload = (job, report, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const uploadId = newUploadId()
    const tell = (progress: UploadProgress) => report(job.file.size, true, progress)
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
      expectWithin(ANSWER_MS)
      report(job.file.size, true)
      void askOn(uploadId, tell, asking.signal)
    })
    request.addEventListener('load', () => {
      try {
        readAnswer(request.responseText, request.status, '')
        asking.abort()
        void ask(uploadId, tell).then(resolve)
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

async function askOn(uploadId: string, tell: (progress: UploadProgress) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await ask(uploadId, (progress) => signal.aborted || tell(progress))
    await new Promise((resolve) => setTimeout(resolve, ASK_MS))
  }
}

async function ask(uploadId: string, tell: (progress: UploadProgress) => void): Promise<void> {
  try {
    const { upload } = await callOperation('image/describeUpload', { uploadId })
    tell(upload)
  } catch {
    // The upload goes on all the same.
  }
}
