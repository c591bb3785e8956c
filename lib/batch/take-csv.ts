import { insertMany } from '@/lib/db/insert-many'
import { readUploadForm } from '@/lib/http/upload-form'
import { newUniqueName } from '@/lib/nodes/new-node'
import type { Call } from '@/lib/protocol/operation'
import { failure } from '@/lib/protocol/reasons'
import { parseOrInvalid } from '@/lib/protocol/validation'
import { z } from 'zod'
import { batchItself, CredentialVault, type Credentials } from './credentials'
import { privateKey } from './fields'
import { checkCredentials, MAX_CSV_BYTES, readLines, type CheckedCsv } from './read-lines'
import { MOST_NODES, requireDraft, sealed } from './service'
import * as store from './store'

const FILE_FIELD = 'data'

const batchIdText = z.string().regex(/^\d{1,9}$/, 'must be the number of a batch')
const formFields = z.object({ privateKey: privateKey.optional() })

export interface TakenCsv {
  batchID: number
  count: number
}

/**
 * PROTOCOL.md §6 batchcsv: adds the file's nodes to the batch, or, where anything is wrong with any line, nothing.
 * @throws AppError 20001 with `data.errors`, the first of them, and `data.errorCount`
 */
export async function takeCsv(call: Call, request: Request): Promise<TakenCsv> {
  const inQuery = new URL(request.url).searchParams.get('batchID') ?? undefined
  if (inQuery !== undefined) await requireDraft(call, readBatchId(inQuery))
  const { fields, fileName, taken } = await readUploadForm(request, {
    maxBytes: MAX_CSV_BYTES,
    fileField: FILE_FIELD,
    takeFile: (bytes) => readLines(bytes),
  })
  const batchID = readBatchId(fields.get('batchID') ?? inQuery)
  const given = parseOrInvalid(formFields, Object.fromEntries(fields), '')
  const shared: Credentials = given.privateKey ? { privateKey: given.privateKey } : {}
  const vault = await CredentialVault.open(call.app)
  await call.app.db.write((tx) =>
    write({ ...call, app: call.app, db: tx }, batchID, { csv: taken, fileName, shared, vault }),
  )
  call.changed({ kind: 'batch', ids: [batchID] })
  return { batchID, count: taken.lines.length }
}

function readBatchId(text: string | undefined): number {
  if (text === undefined || text === '') throw failure('batchIdMissing', {})
  return Number(parseOrInvalid(batchIdText, text, 'batchID'))
}

interface Taken {
  csv: CheckedCsv
  fileName: string
  shared: Credentials
  vault: CredentialVault
}

async function write(call: Call, batchId: number, { csv, fileName, shared, vault }: Taken): Promise<void> {
  const { db } = call
  const batch = await requireDraft(call, batchId)
  // The transaction may run again: each time with the file's own errors and no others.
  const issues = csv.issues.copy()
  const checked = { lines: csv.lines, issues }
  const hasSharedKey = shared.privateKey !== undefined || batch.secret !== ''
  if (!hasSharedKey) checkCredentials(checked)
  await checkTaken(call, batchId, checked)
  if (issues.count > 0) {
    const [first] = issues.first
    const where = first ? `line ${first.line}${first.field === '' ? '' : `, ${first.field}`}: ${first.msg}` : ''
    throw failure(
      'csvInvalid',
      { count: issues.count, first: where },
      { more: { errors: issues.first, errorCount: issues.count } },
    )
  }
  const secret = shared.privateKey === undefined ? {} : { secret: vault.seal(batchItself(batchId), shared) }
  await db.nodeBatch.update({ where: { id: batchId }, data: { fileName: fileName.slice(0, 255), ...secret } })
  await addRows(call, batchId, csv.lines, vault)
}

/** Notes what the tenant's nodes, and the batch, have already. */
async function checkTaken(call: Call, batchId: number, { lines, issues }: CheckedCsv): Promise<void> {
  const names = lines.map(({ name }) => name)
  const taken = await store.takenNames(call.db, call.caller.tenant, names)
  const select = { name: true, ip: true, port: true }
  const there = await call.db.batchNode.findMany({ where: { batchId }, select })
  const namesThere = new Set(there.map(({ name }) => name))
  const addressesThere = new Set(there.map(({ ip, port }) => `${ip} ${port}`))
  for (const { line, name, ip, port } of lines) {
    if (taken.has(name)) issues.add(line, 'name', 'taken')
    if (namesThere.has(name)) issues.add(line, 'name', 'takenInBatch')
    if (addressesThere.has(`${ip} ${port}`)) issues.add(line, 'ip', 'takenInBatch')
  }
  const beyond = lines[MOST_NODES - there.length]
  if (beyond) issues.add(beyond.line, '', 'tooManyNodes', { max: MOST_NODES })
}

const ROW = {
  batchId: 'integer',
  line: 'integer',
  name: 'text',
  nodeType: 'text',
  arch: 'text',
  ip: 'text',
  port: 'integer',
  sudoer: 'text',
  uniqueName: 'text',
  secret: 'text',
  status: 'text',
  statusAt: 'timestamp',
  createAt: 'timestamp',
  updateAt: 'timestamp',
} as const

async function addRows(call: Call, batchId: number, lines: CheckedCsv['lines'], vault: CredentialVault): Promise<void> {
  const now = new Date()
  const times = { statusAt: now, createAt: now, updateAt: now }
  const rows = lines.map(({ password, privateKey: key, ...line }) => {
    const row = { ...line, ...times, batchId, uniqueName: newUniqueName(), status: 'Draft' }
    return { ...row, secret: sealed(vault, row, { password, privateKey: key }) }
  })
  await insertMany(call.db, call.app.db.provider, 'BatchNode', ROW, rows)
}
