import { readAnswer } from './answer'
import { ApiError, NO_ANSWER } from './api-error'

export const SESSION_PATH = '/api/session'

/** @throws ApiError: status 401 for a wrong name or password, 429 where it has to wait */
export async function signIn(userName: string, password: string): Promise<void> {
  const response = await callSession('POST', { userName, password })
  if (!response.ok) readAnswer(await response.text(), response.status, '')
}

/** @throws ApiError */
export async function signOut(): Promise<void> {
  const response = await callSession('DELETE')
  if (!response.ok && response.status !== 401) readAnswer(await response.text(), response.status, '')
}

const TIMEOUT_MS = 30_000

/** @throws ApiError where there is no answer */
export async function callSession(method: string, body?: object): Promise<Response> {
  try {
    return await fetch(SESSION_PATH, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    throw new ApiError(NO_ANSWER, error instanceof Error ? error.message : String(error), { cause: error })
  }
}
