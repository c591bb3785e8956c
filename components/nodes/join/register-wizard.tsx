'use client'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import NextLink from 'next/link'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { ErrorNotice } from '@/components/ui/error-notice'
import { RowSkeletons } from '@/components/ui/skeletons'
import { links } from '@/lib/client/links'
import { leave } from '@/lib/client/unsaved'
import { useOperation } from '@/lib/client/use-operation'
import { JoinSteps } from './join-steps'
import { RegisterForm } from './register-form'

interface RegisterWizardProps {
  /** The node that was registered; empty before. */
  name: string
  onRegistered: (name: string) => void
  onAnother: () => void
  onClose: () => void
}

/** Leads from a name to a machine that is here. Once registered it may be left: the node's page goes on with it. */
export function RegisterWizard({ name, onRegistered, onAnother, onClose }: RegisterWizardProps) {
  const t = useTranslations('nodes')
  const titleId = useId()
  return (
    <Dialog open fullWidth maxWidth="md" onClose={() => leave(onClose)} aria-labelledby={titleId}>
      <DialogTitle id={titleId} variant="h2">
        {name === '' ? t('register') : t('join.titleOf', { name })}
      </DialogTitle>
      <DialogContent sx={{ '&&': { pt: 2 } }}>
        {name === '' ? (
          <RegisterForm onRegistered={onRegistered} onCancel={onClose} />
        ) : (
          <Joining key={name} name={name} onAnother={onAnother} onClose={onClose} />
        )}
      </DialogContent>
    </Dialog>
  )
}

function Joining({ name, onAnother, onClose }: Pick<RegisterWizardProps, 'name' | 'onAnother' | 'onClose'>) {
  const t = useTranslations('nodes')
  const common = useTranslations('common')
  const { data, error, reload } = useOperation('node/desNode', { name })
  if (error && !data) return <ErrorNotice error={error} onRetry={reload} />
  if (!data) return <RowSkeletons rows={5} />
  const { node } = data
  const here = node.status === 'Online' || node.status === 'Offline'
  const actions = (
    <>
      <Button color="inherit" onClick={onClose} sx={{ mr: 'auto' }}>
        {here ? common('close') : t('join.later')}
      </Button>
      {here && (
        <>
          <Button variant="outlined" onClick={onAnother}>
            {t('join.another')}
          </Button>
          <Button variant="contained" component={NextLink} href={links.node(name)}>
            {t('join.open')}
          </Button>
        </>
      )}
    </>
  )
  return <JoinSteps node={node} actions={actions} />
}
