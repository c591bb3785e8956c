'use client'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import type { ArchType, NodeRecord } from '@/lib/nodes/schema'
import { ArchChoice } from './join/arch-choice'
import { InstallScript } from './join/install-script'
import { archOf } from './node-constants'

export function ScriptDialog({ node, onClose }: { node: Pick<NodeRecord, 'name' | 'arch'>; onClose: () => void }) {
  const t = useTranslations('nodes')
  const common = useTranslations('common')
  const titleId = useId()
  const [arch, setArch] = useState<ArchType>(archOf(node))
  return (
    <Dialog open fullWidth maxWidth="md" onClose={onClose} aria-labelledby={titleId}>
      <DialogTitle id={titleId} variant="h2">
        {t('join.again')}
      </DialogTitle>
      <DialogContent>
        <ArchChoice value={arch} onChange={setArch} />
        <InstallScript name={node.name} arch={arch} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{common('close')}</Button>
      </DialogActions>
    </Dialog>
  )
}
