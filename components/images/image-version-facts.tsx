'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { Facts } from '@/components/ui/facts'
import { MachineName } from '@/components/ui/machine-name'
import { Section } from '@/components/ui/section'
import { ExactTime } from '@/components/ui/time-ago'
import { useUnits } from '@/components/ui/use-units'
import type { ImageVersionRecord } from '@/lib/images/schema'
import { PullCommands } from './pull-commands'
import { platformName } from './platform-name'

export function ImageVersionFacts({ version }: { version: ImageVersionRecord }) {
  const t = useTranslations('images')
  const units = useUnits()
  const tagged = version.DownloadCommand.replace(/^docker pull /, '')
  const byDigest = `${tagged.slice(0, tagged.lastIndexOf(':'))}@${version.digest}`
  return (
    <Section title={t('facts')}>
      <Box sx={{ mb: 4, pb: 3, borderBottom: 1, borderColor: 'divider' }}>
        <PullCommands reference={tagged} />
      </Box>
      <Facts
        facts={[
          { label: t('digestReference'), value: <MachineName text={byDigest} maxLength={80} /> },
          { label: t('column.digest'), value: <MachineName text={version.digest} /> },
          { label: t('imageId'), value: <MachineName text={version.imageId} /> },
          { label: t('column.size'), value: units.bytes(version.sizeBytes) },
          { label: t('column.platforms'), value: version.platforms.map(platformName).join(', ') },
          { label: t('pushed'), value: <ExactTime at={version.createAt} /> },
          { label: t('column.updated'), value: <ExactTime at={version.updateAt} /> },
        ]}
      />
    </Section>
  )
}
