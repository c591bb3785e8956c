import { readAnswer } from './answer'
import { ApiError, NO_ANSWER } from './api-error'

const TIMEOUT_MS = 5 * 60_000

interface CsvForm {
  batchID: number
  file: File
  /** Empty where there is none. */
  privateKey: string
}

/** `node/batchcsv`: answers how many machines were taken. */
export async function sendCsv({ batchID, file, privateKey }: CsvForm): Promise<number> {
  const form = new FormData()
  form.append('batchID', String(batchID))
  if (privateKey !== '') form.append('privateKey', privateKey)
  form.append('data', file)
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const response = await fetch('/apulisEdge/api/node/batchcsv', { method: 'POST', body: form, signal })
  const data = readAnswer(await response.text(), response.status, '')
  if (typeof data !== 'object' || data === null || !('count' in data) || typeof data.count !== 'number') {
    throw new ApiError(NO_ANSWER, 'the answer does not say how many were taken')
  }
  return data.count
}
