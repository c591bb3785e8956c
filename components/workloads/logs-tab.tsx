'use client'
import { LaterMessages } from '@/lib/i18n/later-messages'
import { DeployLog } from './deploy-log'

interface LogsTabProps {
  appName: string
  nodeName: string
}

export function LogsTab(props: LogsTabProps) {
  return (
    <LaterMessages>
      <DeployLog {...props} />
    </LaterMessages>
  )
}
