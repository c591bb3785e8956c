import { createHash, createHmac } from 'node:crypto'
import type { App } from '@/lib/app'
import { sharedSecret } from '@/lib/config/secrets'
import { newNonce, writeTicket } from './join-ticket'
import type { ArchType } from './schema'

/** Install scripts are fetched below it: `/api/join/<ticket>`. */
export const JOIN_PREFIX = '/api/join/'

const VALID_MS = 60 * 60_000
/** A console that refuses answers another script than the one that the line was made for; it is not run either. */
const NOT_RUN =
  'error: nothing was run. The link was used before or has expired, or what came is not from the console: get a new line there'

/** Follows from the key that all processes share, so that each serves the links of the others. */
export async function ticketSecret({ config }: Pick<App, 'config'>): Promise<string> {
  const shared = await sharedSecret(config)
  return createHmac('sha256', shared).update('join tickets').digest('base64url')
}

interface JoinCommand {
  /** One line for a shell. */
  command: string
  /** ISO 8601. */
  commandExpiresAt: string
}

/**
 * The line that fetches a node's install script, once, and runs it as root. Where the console speaks plain HTTP the line
 * holds the script's checksum, so that nobody on the way can put another in its place.
 */
export async function joinCommand(
  app: Pick<App, 'config' | 'publicUrl'>,
  { nodeId, arch, script }: { nodeId: number; arch: ArchType; script: string },
): Promise<JoinCommand> {
  const expiresAt = new Date(Date.now() + VALID_MS)
  const url = `${app.publicUrl}${JOIN_PREFIX}${writeTicket(await ticketSecret(app), { nodeId, arch, expiresAt, nonce: newNonce() })}`
  return { command: lineFor(url, script), commandExpiresAt: expiresAt.toISOString() }
}

function lineFor(url: string, script: string): string {
  if (url.startsWith('https:')) return `curl -fsSL '${url}' | sudo sh`
  const checksum = createHash('sha256').update(script).digest('hex')
  // In a file of its own, which nobody else can write to and which goes with the line's end.
  const fetched = `curl -fsSL -o "$f" '${url}'`
  const isSame = `echo "${checksum}  $f" | sha256sum -c - >/dev/null 2>&1`
  const otherwise = `{ echo '${NOT_RUN}' >&2; false; }`
  return `(f=$(mktemp) && { ${fetched} && if ${isSame}; then sudo sh "$f"; else ${otherwise}; fi; s=$?; rm -f "$f"; exit $s; })`
}
