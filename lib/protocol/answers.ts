import { createHash, createHmac } from 'node:crypto'
import type { Tenant } from '@/lib/auth/caller'
import type { Tx } from '@/lib/db/db'
import { CODE, type Code } from './errors'
import { failure } from './reasons'

/** How long the first answer to a message is kept: PROTOCOL.md §2. */
const KEEP_MS = 24 * 3600 * 1000

export interface Message {
  readonly tenant: Tenant
  readonly msgId: string
  readonly operation: string
  readonly contentHash: string
}

/** The content of an answer, as the JSON text that is sent, and its code. */
export interface Answer {
  readonly code: Code
  readonly httpStatus: number
  readonly content: string
}

/** Deeper than any content of ours; what is nested a hundred thousand deep would end the stack. */
const MAX_DEPTH = 100

/**
 * The same for the same content, whatever the order of its fields.
 * @param key for content with secrets in it: without the key they cannot be guessed from the hash
 * @throws AppError 20001 where the content is nested deeper than any that makes sense
 */
export function contentHash(content: unknown, key?: string): string {
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key)
  return hash.update(JSON.stringify(sorted(content, 0))).digest('hex')
}

function sorted(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) throw failure('tooDeep', { max: MAX_DEPTH })
  if (Array.isArray(value)) return value.map((inner) => sorted(inner, depth + 1))
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner, depth + 1)]))
}

/**
 * The answer that this message got before, if it did.
 * @throws AppError 20001 where the msg_id was another message's
 */
export async function findAnswer(db: Tx, message: Message): Promise<Answer | undefined> {
  const row = await db.message.findUnique({ where: { clusterId_groupId_userId_msgId: messageKey(message) } })
  if (!row || isOld(row)) return undefined
  if (row.operation !== message.operation || row.contentHash !== message.contentHash) {
    throw failure('messageIdUsed', {})
  }
  // Only answers of operations are kept: carried out, or refused.
  const code = row.code === CODE.ok ? CODE.ok : CODE.refused
  return { code, httpStatus: code === CODE.ok ? 200 : 400, content: row.answer }
}

/** Keeps the answer, in the place of one that is too old where `findAnswer` passed over it. */
export async function keepAnswer(db: Tx, message: Message, answer: Answer): Promise<void> {
  const { operation, contentHash } = message
  const data = { operation, contentHash, code: answer.code, answer: answer.content, createdAt: new Date() }
  const key = messageKey(message)
  const where = { clusterId_groupId_userId_msgId: key }
  // Of two that keep an answer at once one meets a conflict, and `write` runs it again.
  await db.message.upsert({ where, create: { ...key, ...data }, update: data })
}

export async function deleteOldAnswers(db: Tx): Promise<number> {
  const { count } = await db.message.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - KEEP_MS) } } })
  return count
}

function isOld({ createdAt }: { createdAt: Date }): boolean {
  return createdAt.getTime() < Date.now() - KEEP_MS
}

function messageKey({ tenant, msgId }: Message) {
  return { ...tenant, msgId: msgId.toLowerCase() }
}
