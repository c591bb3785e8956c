'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useEmbeddedCluster } from '@/lib/client/use-health'
import type { ArchType, NodeRecord } from '@/lib/nodes/schema'
import { archOf } from '../node-constants'
import { ArchChoice } from './arch-choice'
import { InstallScript } from './install-script'
import { JoinVirtualNode } from './join-virtual-node'
import { JoinStepBar, type JoinStep } from './join-step-bar'
import { WaitingStep } from './waiting-step'

interface JoinStepsProps {
  node: NodeRecord
  /** Beside the way on, such as how to close what this stands in. */
  actions?: ReactNode
}

/** From a registered node to one that is here: architecture, the command, waiting. May be left and come back to. */
export function JoinSteps({ node, actions }: JoinStepsProps) {
  const t = useTranslations('nodes')
  const embedded = useEmbeddedCluster()
  const [arch, setArch] = useState<ArchType>(archOf(node))
  const [chosen, setChosen] = useState<JoinStep>('arch')
  const here = node.status === 'Online' || node.status === 'Offline'
  const step = here ? 'wait' : chosen
  const title = useFocusOnMove(step)
  const summaryOf = (one: JoinStep) => (one === 'register' ? node.name : one === 'arch' && step !== 'arch' ? arch : '')
  return (
    <>
      <JoinStepBar current={step} summaryOf={summaryOf} onGo={setChosen} here={here} />
      <Typography
        ref={title}
        variant="h3"
        component="h3"
        tabIndex={-1}
        sx={{ mb: 3, outline: 'none', fontWeight: 500 }}
      >
        {t(`join.title.${step}`)}
      </Typography>
      {step === 'arch' && (
        <>
          <ArchChoice value={arch} onChange={setArch} />
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t.rich('join.archHint', { code: (parts) => <code>{parts}</code> })}
          </Typography>
        </>
      )}
      {step === 'command' && (
        <>
          {embedded && <JoinVirtualNode name={node.name} arch={arch} onJoined={() => setChosen('wait')} />}
          <InstallScript name={node.name} arch={arch} />
        </>
      )}
      {step === 'wait' && <WaitingStep node={node} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: 2, mt: 4 }}>
        {actions}
        {!here && <Way step={step} onGo={setChosen} />}
      </Box>
    </>
  )
}

const BACK: Partial<Record<JoinStep, JoinStep>> = { command: 'arch', wait: 'command' }
const NEXT: Partial<Record<JoinStep, JoinStep>> = { arch: 'command', command: 'wait' }

/** Back and on. */
function Way({ step, onGo }: { step: JoinStep; onGo: (step: JoinStep) => void }) {
  const t = useTranslations('nodes')
  const back = BACK[step]
  const next = NEXT[step]
  return (
    <>
      {back && (
        <Button variant="outlined" color="inherit" onClick={() => onGo(back)}>
          {t('join.back')}
        </Button>
      )}
      {next && (
        <Button variant={step === 'arch' ? 'contained' : 'outlined'} onClick={() => onGo(next)}>
          {step === 'command' ? t('join.ran') : t('join.next')}
        </Button>
      )}
    </>
  )
}

/** Leads the focus to the title of the step that one has gone to; what was clicked may be gone. */
function useFocusOnMove(step: JoinStep) {
  const title = useRef<HTMLHeadingElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current !== step) title.current?.focus()
    before.current = step
  }, [step])
  return title
}
