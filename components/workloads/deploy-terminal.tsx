'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useState, type ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyPart } from '@/components/ui/lazy-part'
import { Section } from '@/components/ui/section'
import { ApiError } from '@/lib/client/api-error'
import { useMayChange } from '@/lib/client/session'
import { useOperation } from '@/lib/client/use-operation'
import { ContainerChoice, type ChosenContainer } from './container-choice'
import { InsideError } from './inside-error'
import { splitCommand } from './split-command'
import type { TerminalEnd } from './terminal-screen'

const TerminalScreen = lazyPart(async () => (await import('./terminal-screen')).TerminalScreen)

interface DeployTerminalProps {
  appName: string
  nodeName: string
}

type State = { at: 'closed' } | { at: 'opening' | 'open'; run: number } | { at: 'over'; end: TerminalEnd }

/** A terminal in a deployment's container. */
export function DeployTerminal({ appName, nodeName }: DeployTerminalProps) {
  const t = useTranslations('workloads')
  const mayChange = useMayChange()
  const [chosen, setChosen] = useState<ChosenContainer>({ podName: undefined, containerName: undefined })
  const [command, setCommand] = useState('sh')
  const [state, setState] = useState<State>({ at: 'closed' })
  const [runs, setRuns] = useState(0)
  const pods = useOperation('application/listDeployPod', { appName, nodeName }).data?.pods ?? []
  if (!mayChange)
    return (
      <Section>
        <EmptyState title={t('terminal.viewerTitle')} text={t('terminal.viewerText')} />
      </Section>
    )
  const isUp = state.at === 'opening' || state.at === 'open'
  const open = () => {
    setRuns(runs + 1)
    setState({ at: 'opening', run: runs + 1 })
  }
  return (
    <Section>
      <Box
        component="form"
        onSubmit={(event) => {
          event.preventDefault()
          open()
        }}
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3, mb: 3 }}
      >
        <ContainerChoice pods={pods} chosen={chosen} onChoose={setChosen} />
        <TextField
          size="small"
          sx={{ width: 240 }}
          label={t('terminal.command')}
          value={command}
          disabled={isUp}
          onChange={({ target }) => setCommand(target.value)}
          slotProps={{ htmlInput: { list: 'terminal-shells', spellCheck: false, autoCapitalize: 'off' } }}
        />
        <datalist id="terminal-shells">
          {SHELLS.map((shell) => (
            <option key={shell} value={shell} />
          ))}
        </datalist>
        {isUp ? (
          <Button variant="outlined" onClick={() => setState({ at: 'closed' })}>
            {t('terminal.close')}
          </Button>
        ) : (
          <Button type="submit" variant="contained" disabled={splitCommand(command).length === 0}>
            {state.at === 'over' ? t('terminal.again') : t('terminal.open')}
          </Button>
        )}
        <Box role="status" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
          {state.at === 'opening' && t('terminal.opening')}
        </Box>
      </Box>
      {isUp && (
        <TerminalScreen
          key={state.run}
          wish={{ appName, nodeName, ...chosen, command: splitCommand(command) }}
          onOpened={() => setState({ at: 'open', run: state.run })}
          onEnd={(end) => setState((now) => (now.at === 'closed' ? now : { at: 'over', end }))}
        />
      )}
      {state.at === 'over' && <End end={state.end} onRetry={open} />}
      {state.at === 'closed' && <Typography sx={{ color: 'text.secondary' }}>{t('terminal.noted')}</Typography>}
    </Section>
  )
}

const SHELLS = ['sh', 'bash', 'ash', '/bin/sh']

function End({ end, onRetry }: { end: TerminalEnd; onRetry: () => void }): ReactNode {
  const t = useTranslations('workloads')
  switch (end.type) {
    case 'failed': {
      const error = new ApiError(end.code, end.msg, { data: end.data })
      return <InsideError error={error} title={t('terminal.failed')} onRetry={onRetry} />
    }
    case 'ended':
      return <Typography role="status">{t('terminal.ended', { code: String(end.exitCode) })}</Typography>
    case 'closed':
      return <Typography role="status">{t(`terminal.closed.${end.why}`)}</Typography>
    case 'lost':
      return <Typography role="status">{t('terminal.lost')}</Typography>
  }
}
