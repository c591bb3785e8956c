'use client'
import { useTranslations } from 'next-intl'
import { ErrorNotice } from '@/components/ui/error-notice'
import { useNotify } from '@/components/ui/notices'
import { useChange } from '@/lib/client/use-change'

/** Installs machines of a batch anew: those named, or all that have failed or were cancelled. */
export function useRetry(batchID: number) {
  const t = useTranslations('batch')
  const notify = useNotify()
  const { run, busy, error } = useChange('node/retryBatch')
  return {
    busy,
    notice: error && <ErrorNotice error={error} />,
    run: async (names?: string[]) => {
      const outcome = await run({ batchID, ...(names ? { names } : {}) })
      if (outcome.ok) notify(t('nodes.retried', { count: outcome.data.retried }))
    },
  }
}
