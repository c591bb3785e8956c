'use client'
import { LaterMessages } from '@/lib/i18n/later-messages'
import { DeployTerminal } from './deploy-terminal'

interface TerminalTabProps {
  appName: string
  nodeName: string
}

export function TerminalTab(props: TerminalTabProps) {
  return (
    <LaterMessages>
      <DeployTerminal {...props} />
    </LaterMessages>
  )
}
