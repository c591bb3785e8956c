'use client'
import workloads from '@/lib/i18n/messages/en/workloads.json'
import { withTexts } from '@/lib/i18n/with-texts'
import { DeployLog } from './deploy-log'

export const LogsTab = withTexts({ workloads }, DeployLog)
