'use client'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'

export function StopVirtualDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations('nodes')
  return (
    <ConfirmDialog
      title={t('virtual.stopTitle', { name })}
      text={t('virtual.stopText')}
      confirmLabel={t('virtual.stop')}
      operation="demo/stopVirtualNode"
      content={{ name }}
      doneText={t('virtual.stopped', { name })}
      onClose={onClose}
    />
  )
}
