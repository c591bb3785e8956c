import type { App } from '@/lib/app'
import { AppError, CODE, notFound } from '@/lib/protocol/errors'
import { installScript } from './install-script'
import { JOIN_PREFIX, ticketSecret } from './join-command'
import { readTicket } from './join-ticket'
import { readJoinToken } from './join-token'

/**
 * `GET /api/join/<ticket>`: the install script of the node that the ticket is for, with the join token as it is now.
 * No session: the ticket, which an operator was given by `node/scripts`, says that the caller may have it.
 */
export async function handleJoin(app: App, request: Request): Promise<Response> {
  try {
    const script = await scriptFor(app, request)
    return new Response(script, {
      headers: { 'content-type': 'text/x-shellscript; charset=utf-8', 'cache-control': 'no-store' },
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return Response.json({ code: error.code, msg: error.message }, { status: error.httpStatus })
  }
}

async function scriptFor(app: App, request: Request): Promise<string> {
  if (request.method !== 'GET')
    throw new AppError(CODE.unknownPath, `no such operation: ${request.method} ${JOIN_PREFIX}`)
  const text = new URL(request.url).pathname.slice(JOIN_PREFIX.length)
  const ticket = readTicket(await ticketSecret(app), text)
  if (!ticket) throw new AppError(CODE.unauthorized, 'Cannot authorize: this is no link of this console')
  if (ticket.expiresAt.getTime() < Date.now()) {
    throw new AppError(CODE.unauthorized, 'Cannot authorize: the link has expired, get a new one from the console')
  }
  const node = await app.db.read.node.findUnique({ where: { id: ticket.nodeId } })
  if (!node || node.status === 'Deleting') throw notFound()
  const token = await readJoinToken(app.cluster.client, request.signal)
  return installScript(app, { uniqueName: node.uniqueName, arch: ticket.arch, token })
}
