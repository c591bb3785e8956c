import { ApiError, NO_ANSWER } from './api-error'
import { readAnswer } from './answer'
import { STALLED, type SendUpload } from './upload-queue'

/** Without any byte leaving. */
const STALL_MS = 60_000
/** The console pushes a large image to its registry before it answers. */
const ANSWER_MS = 30 * 60_000

/** `image/uploadImage` by XMLHttpRequest, which tells how much was sent; `fetch` does not. */
export const sendUpload: SendUpload = (job, report, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
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
    })
    request.addEventListener('load', () => {
      try {
        readAnswer(request.responseText, request.status, '')
        resolve()
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
    request.addEventListener('error', () => reject(new ApiError(NO_ANSWER, 'the connection broke')))
    request.addEventListener('abort', () => reject(new ApiError(NO_ANSWER, 'cancelled')))
    request.addEventListener('loadend', () => {
      clearTimeout(watchdog)
      signal.removeEventListener('abort', abort)
    })
    // The organisation first: a wrong one is refused before the file is sent.
    const form = new FormData()
    form.append('orgName', job.orgName)
    form.append('file', job.file)
    request.open('POST', '/apulisEdge/api/image/uploadImage')
    expectWithin(STALL_MS)
    request.send(form)
  })
