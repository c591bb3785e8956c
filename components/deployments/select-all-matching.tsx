'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useErrorText } from '@/components/ui/error-text'
import { useNotify } from '@/components/ui/notices'
import { callOperation } from '@/lib/client/api'
import { toApiError } from '@/lib/client/api-error'
import { MAX_NODES } from './deployment-constants'

interface SelectAllMatchingProps {
  appName: string
  version: string
  search: string | undefined
  total: number
  onSelect: (names: readonly string[]) => void
}

/** Selects what is on the other pages too, as many as one deployment may name. */
export function SelectAllMatching({ appName, version, search, total, onSelect }: SelectAllMatchingProps) {
  const t = useTranslations('deployments')
  const notify = useNotify()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const select = async () => {
    setBusy(true)
    try {
      const content = { appName, targetVersion: version, search, pageNum: 1, pageSize: MAX_NODES }
      const { nodes } = await callOperation('application/listCanDeployNode', content)
      onSelect(nodes.map(({ name }) => name))
    } catch (error) {
      notify(errorText(toApiError(error)), 'bad')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button variant="outlined" loading={busy} onClick={() => void select()}>
      {total > MAX_NODES ? t('selectFirst', { count: MAX_NODES }) : t('selectAll', { count: total })}
    </Button>
  )
}
