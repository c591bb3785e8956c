'use client'
import Button from '@mui/material/Button'
import NextLink from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ListView } from '@/components/list/list-view'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyPart } from '@/components/ui/lazy-part'
import { toListInput } from '@/lib/client/list-query'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useListQuery } from '@/lib/client/use-list-query'
import { useOperation } from '@/lib/client/use-operation'
import { deployableListSpec } from './deployment-constants'
import { SelectAllMatching } from './select-all-matching'
import { SelectionTools } from './selection-tools'
import { useDeployableColumns } from './use-deployable-columns'

const OnNodesDialog = lazyPart(async () => (await import('./on-nodes-dialog')).OnNodesDialog)

const NONE: ReadonlySet<string> = new Set()

/** The nodes that can take a version; those chosen stay so across pages and searches. */
export function DeployableNodes({ appName, version }: { appName: string; version: string }) {
  const t = useTranslations('deployments')
  const router = useRouter()
  const mayChange = useMayChange()
  const control = useListQuery(deployableListSpec)
  const content = { ...toListInput(control.query), appName, targetVersion: version }
  const { data, error, stale, reload } = useOperation('application/listCanDeployNode', content, { keepPrevious: true })
  const columns = useDeployableColumns(appName)
  const [selected, setSelected] = useState(NONE)
  const [asking, setAsking] = useState(false)
  const total = data?.total ?? 0
  const toNodes = (
    <Button variant="outlined" component={NextLink} href={links.nodes}>
      {t('deployPage.toNodes')}
    </Button>
  )
  const tools = mayChange && (
    <>
      {total > (data?.nodes.length ?? 0) && (
        <SelectAllMatching
          appName={appName}
          version={version}
          search={content.search}
          total={total}
          onSelect={(names) => setSelected(new Set([...selected, ...names]))}
        />
      )}
      <SelectionTools count={selected.size} onClear={() => setSelected(NONE)}>
        <Button variant="contained" onClick={() => setAsking(true)}>
          {t('deploy.label')}
        </Button>
      </SelectionTools>
    </>
  )
  return (
    <>
      <ListView
        label={t('nodes')}
        control={control}
        rows={data?.nodes}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        rowKey={({ name }) => name}
        rowName={({ name }) => name}
        selection={mayChange ? { selected, onChange: setSelected } : undefined}
        tools={tools}
        empty={<EmptyState title={t('deployPage.emptyTitle')} text={t('deployPage.emptyText')} action={toNodes} />}
      />
      {asking && (
        <OnNodesDialog
          act="deploy"
          appName={appName}
          version={version}
          nodeNames={[...selected]}
          onClose={() => setAsking(false)}
          onDone={() => router.push(links.version(appName, version))}
        />
      )}
    </>
  )
}
