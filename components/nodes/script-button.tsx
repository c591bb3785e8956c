'use client'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import type { NodeRecord } from '@/lib/nodes/schema'

const ScriptDialog = lazyPart(async () => (await import('./script-dialog')).ScriptDialog)

/** The install script again, for a machine that was set up anew; it is fetched only when asked for. */
export function ScriptButton({ node }: { node: Pick<NodeRecord, 'name' | 'arch'> }) {
  const t = useTranslations('nodes')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="outlined" color="inherit" onClick={() => setOpen(true)}>
        {t('join.again')}
      </Button>
      {open && <ScriptDialog node={node} onClose={() => setOpen(false)} />}
    </>
  )
}
