'use client'
import Box from '@mui/material/Box'
import { CopyButton } from './copy-button'
import { shortenMiddle } from './shorten'

interface MachineNameProps {
  text: string
  /** Longer ones lose their middle; whole on hover. */
  maxLength?: number
  copyable?: boolean
}

/** A name that machines use: monospace, shortened in the middle, copied whole. */
export function MachineName({ text, maxLength = 40, copyable = true }: MachineNameProps) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1, maxWidth: '100%' }}>
      <Box component="code" title={text} sx={{ overflowWrap: 'anywhere' }}>
        {shortenMiddle(text, maxLength)}
      </Box>
      {copyable && text !== '' && <CopyButton text={text} />}
    </Box>
  )
}
