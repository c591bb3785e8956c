'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { AppLink } from '@/components/ui/app-link'
import { links } from '@/lib/client/links'
import { DraftField } from './draft-field'
import type { VersionForm } from './use-version-form'

/** What it is called. A further version has its application's name and description. */
export function NameStep({ form, isNew }: { form: VersionForm; isNew: boolean }) {
  const t = useTranslations('applications')
  const { appName } = form.draft
  return (
    <>
      {isNew && <DraftField form={form} field="appName" label={t('field.appName')} required autoFocus />}
      {isNew && form.appExists && (
        <Box role="status" sx={{ p: 3, border: 1, borderColor: 'tone.attention', borderRadius: 1 }}>
          {t.rich('appExists', {
            app: appName,
            link: (words) => <AppLink href={links.newVersion(appName)}>{words}</AppLink>,
          })}
        </Box>
      )}
      <DraftField
        form={form}
        field="version"
        label={t('field.version')}
        hint={t('versionHint')}
        required
        autoFocus={!isNew}
      />
      {isNew && (
        <>
          <DraftField form={form} field="description" label={t('field.description')} multiline />
          <DraftField form={form} field="functionType" label={t('field.functionType')} hint={t('functionTypeHint')} />
        </>
      )}
    </>
  )
}
