import { z } from 'zod'
import type { App } from '@/lib/app'
import { readBody } from '@/lib/http/body'
import { AppError, CODE } from '@/lib/protocol/errors'
import { failure } from '@/lib/protocol/reasons'
import { parseOrInvalid } from '@/lib/protocol/validation'
import type { Caller } from './caller'
import { endedSessionCookie, readSessionCookie, sessionCookie } from './cookie'
import { isSameOrigin } from './origin'
import { retryAfter } from './password-check'
import { callerOf } from './sessions'

const credentials = z.object({ userName: z.string().min(1).max(255), password: z.string().min(1).max(1000) })

const MAX_BODY_BYTES = 16 * 1024

/** `/api/session`: POST signs in, GET tells who is signed in, DELETE signs out. Errors are `{ code, msg }`. */
export async function handleSession(app: App, request: Request): Promise<Response> {
  try {
    if (!isSameOrigin(request)) throw failure('otherSite', {})
    if (request.method === 'POST') return await signIn(app, request)
    if (request.method === 'GET') return Response.json(describe(await app.auth.authenticate(request)), NO_STORE)
    if (request.method === 'DELETE') return await signOut(app, request)
    throw new AppError(CODE.unknownPath, `no such operation: ${request.method} /api/session`)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const seconds = retryAfter(error)
    const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': seconds }
    return Response.json(
      { code: error.code, msg: error.message, data: error.data },
      { status: error.httpStatus, headers },
    )
  }
}

const NO_STORE = { headers: { 'cache-control': 'no-store' } }

function describe(caller: Caller) {
  return { userName: caller.userName, role: caller.role, ...caller.tenant }
}

async function signIn(app: App, request: Request): Promise<Response> {
  const { userName, password } = parseOrInvalid(credentials, await readJson(request), '')
  const user = await app.auth.passwords.find(userName, password)
  if (!user) throw new AppError(CODE.unauthorized, 'the name or the password is wrong')
  const token = await app.auth.sessions.open(user.id)
  const secure = app.publicUrl.startsWith('https:')
  const headers = { ...NO_STORE.headers, 'set-cookie': sessionCookie(token, secure) }
  return Response.json(describe(callerOf(user)), { headers })
}

async function signOut(app: App, request: Request): Promise<Response> {
  const token = readSessionCookie(request)
  if (token !== undefined) await app.auth.sessions.close(token)
  return new Response(null, { status: 204, headers: { 'set-cookie': endedSessionCookie() } })
}

async function readJson(request: Request): Promise<unknown> {
  const body = await readBody(request, MAX_BODY_BYTES)
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw failure('notJson', { why: 'it cannot be parsed' })
  }
}
