import { AppError, CODE } from '@/lib/protocol/errors'

/** The archive cannot be read, or lacks what an image needs (30003). */
export function badArchive(sentence: string, cause?: unknown): AppError {
  return new AppError(CODE.badArchive, sentence, { cause })
}

/** Neither a tar nor a gzipped tar (30001). */
export function unsupportedFile(sentence: string): AppError {
  return new AppError(CODE.fileType, sentence)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What went wrong while an archive was read, in the protocol's terms; an error of another origin stays as it is. */
export function archiveError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const sentence = 'the server has no disk space left to take this upload in'
    return new AppError(CODE.internal, sentence, { cause: error })
  }
  if (code === 'Z_BUF_ERROR') return badArchive('the archive ends too early: its compressed data is cut off', error)
  if (code.startsWith('Z_')) return badArchive('the compressed data of the archive is damaged', error)
  if (error.message === 'Unexpected end of data') return badArchive('the archive ends too early: it is cut off', error)
  if (/^(Invalid tar header|Invalid header|Header exceeds)/.test(error.message)) {
    return badArchive('the archive is damaged: an entry has no valid tar header', error)
  }
  return error
}
