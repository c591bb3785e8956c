'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button'

/** What a tool pulls an image with; containerd's own keeps what Kubernetes sees in a namespace of its own. */
const COMMANDS = {
  docker: (reference: string) => `docker pull ${reference}`,
  nerdctl: (reference: string) => `nerdctl -n k8s.io pull ${reference}`,
  ctr: (reference: string) => `ctr -n k8s.io images pull ${reference}`,
} as const
type Tool = keyof typeof COMMANDS
const TOOLS = Object.keys(COMMANDS) as Tool[]

/** The command that pulls an image, for the tool that one has. */
export function PullCommands({ reference }: { reference: string }) {
  const t = useTranslations('images')
  const [tool, setTool] = useState<Tool>('docker')
  const command = COMMANDS[tool](reference)
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
      <Box role="group" aria-label={t('pullTool')} sx={{ display: 'flex', gap: 1 }}>
        {TOOLS.map((one) => (
          <Button
            key={one}
            variant={one === tool ? 'outlined' : 'text'}
            color={one === tool ? 'primary' : 'inherit'}
            aria-pressed={one === tool}
            onClick={() => setTool(one)}
            sx={{ minHeight: 28, minWidth: 0, py: 0, px: 2, fontSize: '0.8125rem' }}
          >
            {one}
          </Button>
        ))}
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minWidth: 0, flex: '1 1 280px' }}>
        <Box component="code" sx={{ overflowWrap: 'anywhere' }}>
          {command}
        </Box>
        <CopyButton text={command} />
      </Box>
    </Box>
  )
}
