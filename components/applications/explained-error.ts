import { ApiError } from '@/lib/client/api-error'

/**
 * The same refusal with a sentence that fits the place: the server's texts say what stands in the way, not of what.
 * Other errors are left as they are.
 */
export function explainRefusal(
  error: ApiError | undefined,
  sentences: Readonly<Record<string, string>>,
): ApiError | undefined {
  const sentence = error && Object.hasOwn(sentences, error.msg) ? sentences[error.msg] : undefined
  if (!error || sentence === undefined) return error
  const { code, msgId, status, data } = error
  return new ApiError(code, sentence, { msgId, status, data, explained: true, cause: error })
}
