'use client'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { BatchRecord } from '@/lib/batch/schema'

/** What a batch is called: its file's name, or its number. */
export function useBatchName(): (batch: Pick<BatchRecord, 'id' | 'proceedingFile'>) => string {
  const t = useTranslations('batch')
  return useCallback(
    ({ id, proceedingFile }) => (proceedingFile === '' ? t('unnamed', { id: String(id) }) : proceedingFile),
    [t],
  )
}
