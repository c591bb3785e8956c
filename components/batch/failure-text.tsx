'use client'
import { useTranslations } from 'next-intl'
import type { BatchNodeRecord } from '@/lib/batch/schema'

/** Why a machine was not installed, in the reader's language. */
export function FailureText({ node: { failure } }: { node: Pick<BatchNodeRecord, 'failure'> }) {
  const t = useTranslations('batch')
  if (failure === null) return null
  return <>{t(`failure.${failure.name}` as 'failure.timeout', { ...NO_PARAMS, ...failure.params })}</>
}

/** What any failure may name. */
const NO_PARAMS = { ip: '', port: '', why: '', user: '', old: '', new: '', minutes: '', status: '' }
