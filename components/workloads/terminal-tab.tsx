'use client'
import workloads from '@/lib/i18n/messages/en/workloads.json'
import { withTexts } from '@/lib/i18n/with-texts'
import { DeployTerminal } from './deploy-terminal'

export const TerminalTab = withTexts({ workloads }, DeployTerminal)
