import type { App } from '@/lib/app'
import { AppError, CODE, notFound } from '@/lib/protocol/errors'
import { failure } from '@/lib/protocol/reasons'
import { installScript, refusingScript } from './install-script'
import { JOIN_PREFIX, ticketSecret } from './join-command'
import { readTicket, type JoinTicket } from './join-ticket'
import { readJoinToken } from './join-token'
import { markingLabels } from './marks'
import { spendTicket } from './used-tickets'

/**
 * `GET /api/join/<ticket>`: the install script of the node that the ticket is for, with the join token as it is now.
 * No session: the ticket, which an operator was given by `node/scripts`, says that the caller may have it, once. Who
 * shows a ticket of this console is a shell and gets a script: one that says why and fails where it is refused.
 */
export async function handleJoin(app: App, request: Request): Promise<Response> {
  if (request.method !== 'GET') return refusal(new AppError(CODE.unknownPath, `no such operation: ${request.method}`))
  const text = new URL(request.url).pathname.slice(JOIN_PREFIX.length)
  const ticket = readTicket(await ticketSecret(app), text)
  if (!ticket) {
    return refusal(new AppError(CODE.unauthorized, 'Cannot authorize: this is no link of this console'))
  }
  try {
    return shellScript(await scriptFor(app, ticket, request.signal))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    app.log.info({ nodeId: ticket.nodeId, why: error.message }, 'an install script was refused')
    return shellScript(refusingScript(error.message), { 'x-join-refused': String(error.code) })
  }
}

/** Spends the ticket when nothing else stands in the way. */
async function scriptFor(app: App, ticket: JoinTicket, signal: AbortSignal): Promise<string> {
  if (ticket.expiresAt.getTime() < Date.now()) {
    throw failure('joinLinkExpired', { at: ticket.expiresAt.toISOString() })
  }
  const node = await app.db.read.node.findUnique({ where: { id: ticket.nodeId } })
  if (!node || node.status === 'Deleting') throw notFound()
  const { uniqueName } = node
  const token = await readJoinToken(app.cluster.client, signal)
  const script = await installScript(app, { uniqueName, arch: ticket.arch, token, labels: markingLabels(node) })
  const usedAt = await spendTicket(app.db, ticket)
  if (usedAt) throw failure('joinLinkUsed', { at: usedAt.toISOString() })
  return script
}

function shellScript(text: string, headers: Record<string, string> = {}): Response {
  const type = 'text/x-shellscript; charset=utf-8'
  return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store', ...headers } })
}

function refusal({ code, message, httpStatus }: AppError): Response {
  return Response.json({ code, msg: message }, { status: httpStatus })
}
