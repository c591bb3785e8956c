import { expect } from 'vitest'
import { bothShapesOf, envelopeOf, readAnswer, type Answer, type Content } from './answer'
import { API, checkedOutput, type Portal } from './portal'

export const CSV_HEADER = 'name,nodeType,arch,ip,port,sudoer,password'
const TIMEOUT_MS = 60_000

export interface CsvUpload {
  batchID?: number | string
  csv?: string | Uint8Array<ArrayBuffer>
  fileName?: string
  privateKey?: string
  /** In the address, and not as a field of the form. */
  inQuery?: boolean
  field?: string
}

/** Sends a CSV file of machines as a browser's form does. */
export async function sendCsv(portal: Portal, upload: CsvUpload): Promise<Answer> {
  const { batchID, csv, fileName = 'machines.csv', privateKey, inQuery = false, field = 'data' } = upload
  const form = new FormData()
  if (batchID !== undefined && !inQuery) form.append('batchID', String(batchID))
  if (privateKey !== undefined) form.append('privateKey', privateKey)
  if (csv !== undefined) form.append(field, new Blob([csv], { type: 'text/csv' }), fileName)
  const query = inQuery ? `?batchID=${batchID}` : ''
  const response = await fetch(`${portal.url}${API}node/batchcsv${query}`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${await portal.token()}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  return readAnswer(response)
}

/** One that must go well. */
export async function csvTaken(portal: Portal, upload: CsvUpload): Promise<unknown> {
  const answer = await sendCsv(portal, upload)
  expect(answer.status, answer.text).toBe(200)
  return checkedOutput('node/batchcsv', envelopeOf(answer).content.data)
}

/** One that must not; the answer has both shapes of PROTOCOL.md §4. */
export async function csvRefused(portal: Portal, upload: CsvUpload): Promise<Content & { status: number }> {
  const answer = await sendCsv(portal, upload)
  const { content } = bothShapesOf(answer)
  expect(content.code, answer.text).not.toBe(0)
  return { status: answer.status, ...content }
}
