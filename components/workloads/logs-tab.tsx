'use client'
import { LaterMessages } from '@/lib/i18n/later-messages'
import workloads from '@/lib/i18n/messages/en/workloads.json'
import { DeployLog } from './deploy-log'

const TEXTS = { workloads }

interface LogsTabProps {
  appName: string
  nodeName: string
}

export function LogsTab(props: LogsTabProps) {
  return (
    <LaterMessages texts={TEXTS}>
      <DeployLog {...props} />
    </LaterMessages>
  )
}
