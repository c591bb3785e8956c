'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Query } from '@/lib/client/use-operation'
import { ErrorNotice } from './error-notice'
import { Section } from './section'
import { RowSkeletons } from './skeletons'

interface RecordPageProps<T> {
  query: Query<T>
  /** Shown where there is no such record. */
  missing: ReactNode
  children: (data: T) => ReactNode
}

const SKELETON_ROWS = 5
const NOT_FOUND = 'record not found'

/** A page about one record, in all its states: still loading, not there, failed, shown. */
export function RecordPage<T>({ query, missing, children }: RecordPageProps<T>) {
  const t = useTranslations('errors')
  const { data, error, reload } = query
  if (error?.msg === NOT_FOUND) return missing
  if (data !== undefined) {
    return (
      <>
        {error && <ErrorNotice error={error} title={t('loadFailed')} onRetry={reload} />}
        {children(data)}
      </>
    )
  }
  if (error) return <ErrorNotice error={error} title={t('loadFailed')} onRetry={reload} />
  return (
    <Section>
      <RowSkeletons rows={SKELETON_ROWS} />
    </Section>
  )
}
