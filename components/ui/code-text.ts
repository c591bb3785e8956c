'use client'
import { useTranslations } from 'next-intl'
import { NO_ANSWER, UNAVAILABLE, type ApiError } from '@/lib/client/api-error'

const BY_CODE = {
  [NO_ANSWER]: 'noAnswer',
  10001: 'unknownPath',
  10002: 'forbidden',
  10003: 'internal',
  20001: 'invalid',
  20002: 'unauthorized',
  30000: 'refused',
  30001: 'unsupported',
  30003: 'unsupported',
  30006: 'tooLarge',
  [UNAVAILABLE]: 'unavailable',
} as const

/** What a code means at all: for where an error says no more, or the texts of all reasons are too much to load. */
export function useCodeText(): (error: ApiError) => string {
  const t = useTranslations('errors')
  return ({ code }) => t(Object.hasOwn(BY_CODE, code) ? BY_CODE[code as keyof typeof BY_CODE] : 'internal')
}
