import { expect, test } from 'vitest'
import { AppError, CODE } from '@/lib/protocol/errors'
import { archiveError } from './errors'
import { containing } from '../testing/containing'

const systemError = (code: string) => Object.assign(new Error(code), { code })

test.each([
  [systemError('ENOSPC'), CODE.internal, 'no disk space'],
  [systemError('EDQUOT'), CODE.internal, 'no disk space'],
  [systemError('Z_BUF_ERROR'), CODE.badArchive, 'cut off'],
  [systemError('Z_DATA_ERROR'), CODE.badArchive, 'damaged'],
  [new Error('Unexpected end of data'), CODE.badArchive, 'cut off'],
])('%s becomes code %i', (error, code, sentence) => {
  const translated = archiveError(error)
  expect(translated).toBeInstanceOf(AppError)
  expect(translated).toMatchObject({ code, message: containing(sentence), cause: error })
})

test('other errors stay what they are', () => {
  const other = new Error('connection reset')
  expect(archiveError(other)).toBe(other)
  expect(archiveError('text')).toBe('text')
})
