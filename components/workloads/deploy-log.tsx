'use client'
import Box from '@mui/material/Box'
import { useFormatter, useTranslations } from 'next-intl'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { Section } from '@/components/ui/section'
import type { LogLine } from '@/lib/client/log-lines'
import { MAX_LINES } from '@/lib/client/line-buffer'
import type { LogPhase } from '@/lib/client/log-follower'
import { useOperation } from '@/lib/client/use-operation'
import { ContainerChoice, type ChosenContainer } from './container-choice'
import { InsideError } from './inside-error'
import { LogSearch } from './log-search'
import { LogTools, type LogOptions } from './log-tools'
import { LogView } from './log-view'
import { useLog } from './use-log'

interface DeployLogProps {
  appName: string
  nodeName: string
}

const FIRST_OPTIONS: LogOptions = { previous: false, times: false, tailLines: 1000, since: '', until: '' }
const FIRST_CHOICE: ChosenContainer = { podName: undefined, containerName: undefined }

/** The log of a deployment's container, as it is written. */
export function DeployLog({ appName, nodeName }: DeployLogProps) {
  const t = useTranslations('workloads')
  const format = useFormatter()
  const [chosen, setChosen] = useState(FIRST_CHOICE)
  const [options, setOptions] = useState(FIRST_OPTIONS)
  const [search, setSearch] = useState('')
  const [at, setAt] = useState<number>()
  const pods = useOperation('application/listDeployPod', { appName, nodeName }).data?.pods ?? []
  const wish = { appName, nodeName, ...chosen, ...rangeOf(options) }
  const { view, phase, error, retry } = useLog(wish)
  const wanted = useDeferredValue(search.toLowerCase())
  const found = useMemo(() => findLines(view.lines, wanted), [view.lines, wanted])
  const current = at === undefined ? undefined : found[Math.min(at, found.length - 1)]
  const timeOf = useCallback(
    (time: string) =>
      format.dateTime(new Date(time), {
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hour12: false,
      }),
    [format],
  )
  return (
    <Section>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3 }}>
          <ContainerChoice pods={pods} chosen={chosen} onChoose={setChosen} />
          <LogSearch
            search={search}
            onSearch={(text) => {
              setSearch(text)
              setAt(undefined)
            }}
            found={found.length}
            at={at}
            onAt={setAt}
          />
          <LogTools options={options} onChange={setOptions} wish={wish} />
        </Box>
        {error && phase === 'failed' ? (
          <InsideError error={error} title={t('log.failed')} onRetry={retry} />
        ) : (
          <LogView
            view={view}
            search={wanted}
            current={current}
            timeOf={options.times ? timeOf : undefined}
            empty={phase === 'connecting' ? t('log.connecting') : t('log.empty')}
          />
        )}
        <LogState phase={phase} lines={view.lines.length} dropped={view.dropped} />
      </Box>
    </Section>
  )
}

/** Where one is told how it stands: politely, so that it is read between other things. */
function LogState({ phase, lines, dropped }: { phase: LogPhase; lines: number; dropped: number }) {
  const t = useTranslations('workloads')
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 4, color: 'text.secondary', fontSize: '0.8125rem' }}>
      <span role="status">{t(`log.phase.${phase}`)}</span>
      <span>{t('log.count', { count: lines })}</span>
      {dropped > 0 && <span>{t('log.dropped', { max: MAX_LINES })}</span>}
    </Box>
  )
}

function findLines(lines: readonly LogLine[], wanted: string): number[] {
  if (wanted === '') return []
  return lines.flatMap(({ text }, index) => (text.toLowerCase().includes(wanted) ? [index] : []))
}

function rangeOf({ previous, tailLines, since, until }: LogOptions) {
  const iso = (local: string) => (local === '' ? undefined : new Date(local).toISOString())
  return { previous, tailLines, since: iso(since), until: iso(until) }
}
