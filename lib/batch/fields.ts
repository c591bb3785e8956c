import { isIP } from 'node:net'
import { z } from 'zod'
import { NODE_TYPES, ARCH_TYPES } from '@/lib/nodes/schema'
import { problem } from '@/lib/protocol/field-problems'
import { recordName } from '@/lib/protocol/validation'
import { readPrivateKey } from './private-key'

const MAX_PASSWORD = 1024
const MAX_KEY_CHARACTERS = 16_384
const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*$/
/** Of Unix, of a domain (`ops@example.com`), never one that `ssh` could take for an option. */
const USER_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}$/
const SSH_PORT = 22

export const host = z
  .string()
  .refine((text) => text !== '', problem('empty'))
  .refine((text) => text === '' || isHost(text), problem('host'))
  // Names of hosts and IPv6 addresses mean the same in capitals: two machines are not one.
  .toLowerCase()

/** An address of IPv4 or IPv6 without a zone, or a host name; four numbers that are no address are neither. */
function isHost(text: string): boolean {
  if (isIP(text) !== 0) return !text.includes('%')
  return HOST_NAME.test(text) && !/^[\d.]+$/.test(text)
}

export const sshPort = z.int().min(1).max(65_535)

export const sudoer = z
  .string()
  .refine((text) => text !== '', problem('empty'))
  .refine((text) => text === '' || USER_NAME.test(text), problem('userName'))

export const password = z
  .string()
  .refine((text) => text.length <= MAX_PASSWORD, problem('tooLong', { max: MAX_PASSWORD }))
  .refine((text) => !/\p{Cc}/u.test(text), problem('control'))
  .refine((text) => !/\p{Cs}/u.test(text), problem('unicode'))

/** Empty, or a key that needs no passphrase; the output is as `ssh` reads it. */
export const privateKey = z
  .string()
  .max(MAX_KEY_CHARACTERS)
  .transform((text, context) => {
    if (text.trim() === '') return ''
    const read = readPrivateKey(text)
    if (typeof read === 'object') return read.key
    context.addIssue({ code: 'custom', ...problem(read === 'passphrase' ? 'keyPassphrase' : 'privateKey') })
    return z.NEVER
  })

/** One line of a CSV file, whose fields are text. Whether there are credentials at all is not seen here. */
export const csvNode = z.object({
  name: recordName,
  nodeType: z.enum(NODE_TYPES),
  arch: z.enum(ARCH_TYPES),
  ip: host,
  port: z
    .string()
    .refine(
      (text) => text === '' || (/^\d{1,5}$/.test(text) && sshPort.safeParse(Number(text)).success),
      problem('port'),
    )
    .transform((text) => (text === '' ? SSH_PORT : Number(text))),
  sudoer,
  password,
  privateKey,
})
export type NewBatchNode = z.output<typeof csvNode>

export const CSV_FIELDS = ['name', 'nodeType', 'arch', 'ip', 'port', 'sudoer', 'password'] as const
export const OPTIONAL_CSV_FIELD = 'privateKey'

/** A node given by itself, as JSON. */
export const newNode = z.object({
  name: recordName,
  nodeType: z.string().min(1).max(255),
  arch: z.string().min(1).max(255),
  ip: host,
  port: sshPort.default(SSH_PORT),
  sudoer,
  password: password.default(''),
  privateKey: privateKey.default(''),
})
