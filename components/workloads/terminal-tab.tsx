'use client'
import { LaterMessages } from '@/lib/i18n/later-messages'
import workloads from '@/lib/i18n/messages/en/workloads.json'
import { DeployTerminal } from './deploy-terminal'

const TEXTS = { workloads }

interface TerminalTabProps {
  appName: string
  nodeName: string
}

export function TerminalTab(props: TerminalTabProps) {
  return (
    <LaterMessages texts={TEXTS}>
      <DeployTerminal {...props} />
    </LaterMessages>
  )
}
