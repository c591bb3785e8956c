'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { AppLink } from '@/components/ui/app-link'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import type { OutputOf } from '@/lib/protocol/operation-types'

interface DeleteNodeDialogProps {
  node: { name: string; uniqueName: string }
  onClose: () => void
  onDone?: () => void
}

const SHOWN = 5

/** Asks before a node is deleted, and shows what stands in the way. */
export function DeleteNodeDialog({ node, onClose, onDone }: DeleteNodeDialogProps) {
  const t = useTranslations('nodes')
  const { name, uniqueName } = node
  const { data } = useOperation('application/listNodeDeploy', { name, pageNum: 1, pageSize: SHOWN })
  const blocked = data !== undefined && data.total > 0
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name })}
      text={blocked ? <Blocking {...data} /> : t('deleteText', { uniqueName })}
      confirmLabel={t('delete')}
      confirmDisabled={blocked}
      operation="node/deleteNode"
      content={{ name }}
      doneText={t('deleted', { name })}
      onClose={onClose}
      onDone={onDone}
    />
  )
}

function Blocking({ total, appDeploys }: OutputOf<'application/listNodeDeploy'>) {
  const t = useTranslations('nodes')
  return (
    <>
      {t('deleteBlocked', { count: total })}
      <Box component="ul" sx={{ my: 2, pl: 5, '& li': { lineHeight: '24px' } }}>
        {appDeploys.map(({ id, appName, version }) => (
          <li key={id}>
            <AppLink href={links.version(appName, version)}>{`${appName} ${version}`}</AppLink>
          </li>
        ))}
        {total > appDeploys.length && <li>{t('deleteMore', { count: total - appDeploys.length })}</li>}
      </Box>
    </>
  )
}
