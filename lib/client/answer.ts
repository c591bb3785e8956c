import { ApiError, NO_ANSWER } from './api-error'
import { sessionEnded } from './session-end'

/** The data of an answer. */
export function readAnswer(text: string, status: number, msgId: string): unknown {
  const content = parseContent(text)
  if (!content) throw new ApiError(NO_ANSWER, `HTTP ${status}`, { msgId, status })
  if (content.code === 0) return content.data
  if (status === 401) sessionEnded()
  throw new ApiError(content.code, content.msg, { msgId, status, data: content.data })
}

/** Reads the envelope, or the bare `{ code, msg }` that the routes beside the protocol answer. */
function parseContent(text: string): { code: number; msg: string; data?: unknown } | undefined {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch {
    // A proxy's error page: reported by its HTTP status.
    return undefined
  }
  if (typeof answer !== 'object' || answer === null) return undefined
  const content = 'content' in answer ? answer.content : answer
  if (typeof content !== 'object' || content === null || !('code' in content)) return undefined
  const { code } = content
  if (typeof code !== 'number') return undefined
  const msg = 'msg' in content && typeof content.msg === 'string' ? content.msg : ''
  return { code, msg, data: 'data' in content ? content.data : undefined }
}
