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
import type { DeployTarget } from '@/lib/deployments/schema'
import { targetListSpec } from './deployment-constants'
import { afterTicking, allThatFit, canBeChosen, isChosen, NO_NODES, type TargetFilter } from './node-choice'
import { useTargetColumns } from './use-target-columns'
import { usePresentFilter, useTargetFilters } from './use-target-filters'

const ChosenBar = lazyPart(async () => (await import('./chosen-bar')).ChosenBar)
const DeployDialog = lazyPart(async () => (await import('./deploy-dialog')).DeployDialog)

const NOTHING: readonly DeployTarget[] = []

/** The nodes that a version may go to, each with what would happen there, to choose from. */
export function DeployTargets({ appName, version }: { appName: string; version: string }) {
  const t = useTranslations('deployments')
  const router = useRouter()
  const mayChange = useMayChange()
  const control = useListQuery(targetListSpec)
  const present = usePresentFilter(appName, version)
  const filters = useTargetFilters(control, present)
  const { fit, ...input } = toListInput(control.query)
  const content = { ...input, presentVersion: present.value, onlyFitting: fit === 'yes', appName, version }
  const { data, error, stale, reload } = useOperation('application/listDeployTarget', content, { keepPrevious: true })
  const columns = useTargetColumns()
  const [choice, setChoice] = useState(NO_NODES)
  const [asking, setAsking] = useState(false)
  const rows = data?.targets ?? NOTHING
  const none = choice === NO_NODES || (!choice.all && choice.also.size === 0)
  const { search, status, arch, nodeType, presentVersion } = content
  const selection = {
    selected: new Set(rows.filter((row) => isChosen(choice, row)).map(({ nodeName }) => nodeName)),
    onChange: (ticked: ReadonlySet<string>) => setChoice(afterTicking(choice, rows, ticked)),
    disabled: (name: string) => !rows.some((row) => row.nodeName === name && canBeChosen(row)),
  }
  return (
    <>
      <ListView
        label={t('nodes')}
        control={control}
        rows={data?.targets}
        total={data?.total}
        error={error}
        onRetry={reload}
        stale={stale}
        columns={columns}
        filters={filters}
        rowKey={({ nodeName }) => nodeName}
        rowName={({ nodeName }) => nodeName}
        selection={mayChange ? selection : undefined}
        tools={
          mayChange && (
            <ChooseAll
              appName={appName}
              version={version}
              filter={{ search, status, arch, nodeType, presentVersion }}
              onChoose={(filter) => setChoice(allThatFit(filter))}
            />
          )
        }
        empty={<NoNodes />}
      />
      {!none && (
        <ChosenBar
          appName={appName}
          version={version}
          choice={choice}
          onDeploy={() => setAsking(true)}
          onClear={() => setChoice(NO_NODES)}
        />
      )}
      {asking && (
        <DeployDialog
          appName={appName}
          version={version}
          choice={choice}
          onClose={() => setAsking(false)}
          onDone={() => router.push(links.version(appName, version))}
        />
      )}
    </>
  )
}

interface ChooseAllProps {
  appName: string
  version: string
  filter: TargetFilter
  onChoose: (filter: TargetFilter) => void
}

/** Chooses all that match the list's query and can take the version, however many they are. */
function ChooseAll({ appName, version, filter, onChoose }: ChooseAllProps) {
  const t = useTranslations('deployments')
  const content = { ...filter, appName, version, onlyFitting: true, pageNum: 1, pageSize: 1 }
  const { data } = useOperation('application/listDeployTarget', content, { keepPrevious: true })
  const count = data?.total ?? 0
  const narrowed = Object.values(filter).some((value) => value !== undefined)
  return (
    <Button variant="outlined" disabled={count === 0} onClick={() => onChoose(filter)}>
      {narrowed ? t('chooseAllMatching', { count }) : t('chooseAll', { count })}
    </Button>
  )
}

function NoNodes() {
  const t = useTranslations('deployments')
  const toNodes = (
    <Button variant="outlined" component={NextLink} href={links.nodes}>
      {t('deployPage.toNodes')}
    </Button>
  )
  return <EmptyState title={t('deployPage.emptyTitle')} text={t('deployPage.emptyText')} action={toNodes} />
}
