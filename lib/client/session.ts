'use client'
import useSWR from 'swr'
import { mayAct, type Role } from '@/lib/auth/role'
import { ApiError, NO_ANSWER } from './api-error'
import { readAnswer } from './api'

export interface Session {
  userName: string
  role: Role
  clusterId: number
  groupId: number
  userId: number
}

const PATH = '/api/session'

/** @throws ApiError; 401 leads to the sign-in */
async function fetchSession(): Promise<Session> {
  const response = await send('GET')
  const text = await response.text()
  if (!response.ok) readAnswer(text, response.status, '')
  return JSON.parse(text) as Session
}

/** Who is signed in; undefined until that is known. */
export function useSession(): { session: Session | undefined; error: ApiError | undefined; retry: () => void } {
  const { data, error, mutate } = useSWR<Session, ApiError>(PATH, fetchSession)
  return { session: data, error: data ? undefined : error, retry: () => void mutate() }
}

/** Whether the signed-in user may change things; the server decides again on every call. */
export function useMayChange(): boolean {
  const { session } = useSession()
  return session !== undefined && mayAct(session.role, 'operator')
}

/** @throws ApiError: status 401 for a wrong name or password, 429 where it has to wait */
export async function signIn(userName: string, password: string): Promise<void> {
  const response = await send('POST', { userName, password })
  if (!response.ok) readAnswer(await response.text(), response.status, '')
}

/** @throws ApiError */
export async function signOut(): Promise<void> {
  const response = await send('DELETE')
  if (!response.ok && response.status !== 401) readAnswer(await response.text(), response.status, '')
}

const TIMEOUT_MS = 30_000

async function send(method: string, body?: object): Promise<Response> {
  try {
    return await fetch(PATH, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    throw new ApiError(NO_ANSWER, error instanceof Error ? error.message : String(error), { cause: error })
  }
}
