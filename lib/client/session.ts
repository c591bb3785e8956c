'use client'
import useSWR from 'swr'
import { mayAct, type Role } from '@/lib/auth/role'
import { readAnswer } from './answer'
import type { ApiError } from './api-error'
import { callSession, SESSION_PATH } from './session-calls'

export interface Session {
  userName: string
  role: Role
  clusterId: number
  groupId: number
  userId: number
}

/** @throws ApiError; 401 leads to the sign-in */
export async function fetchSession(): Promise<Session> {
  const response = await callSession('GET')
  const text = await response.text()
  if (!response.ok) readAnswer(text, response.status, '')
  return JSON.parse(text) as Session
}

/** Who is signed in; undefined until that is known. */
export function useSession(): { session: Session | undefined; error: ApiError | undefined; retry: () => void } {
  const { data, error, mutate } = useSWR<Session, ApiError>(SESSION_PATH, fetchSession)
  return { session: data, error: data ? undefined : error, retry: () => void mutate() }
}

/** Whether the signed-in user may change things; the server decides again on every call. */
export function useMayChange(): boolean {
  const { session } = useSession()
  return session !== undefined && mayAct(session.role, 'operator')
}
