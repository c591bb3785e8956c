import { AppError } from '@/lib/protocol/errors'
import { failure } from '@/lib/protocol/reasons'

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What went wrong while an archive was read, in the protocol's terms; an error of another origin stays as it is. */
export function archiveError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return failure('diskFull', {}, { cause: error })
  }
  if (code === 'Z_BUF_ERROR') return failure('archiveCompressedCutOff', {}, { cause: error })
  if (code.startsWith('Z_')) return failure('archiveCompressedDamaged', {}, { cause: error })
  if (error.message === 'Unexpected end of data') return failure('archiveCutOff', {}, { cause: error })
  if (/^(Invalid tar header|Invalid header|Header exceeds)/.test(error.message)) {
    return failure('archiveDamaged', {}, { cause: error })
  }
  return error
}
