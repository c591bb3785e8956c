'use client'
import { useTranslations } from 'next-intl'
import { AppLink } from '@/components/ui/app-link'
import { Facts } from '@/components/ui/facts'
import { MachineName } from '@/components/ui/machine-name'
import { Section } from '@/components/ui/section'
import { ExactTime } from '@/components/ui/time-ago'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { links } from '@/lib/client/links'
import { readNetwork } from './network'
import { useVersionWords } from './use-version-words'

const REFERENCE_LENGTH = 60

export function VersionFacts({ version }: { version: ApplicationVersionRecord }) {
  const t = useTranslations('applications')
  const words = useVersionWords()
  const { type, portMappings } = readNetwork(version.network)
  const { orgName, containerImage, containerImageVersion } = version
  return (
    <Section title={t('facts')}>
      <Facts
        facts={[
          {
            label: t('field.image'),
            value: (
              <AppLink href={links.image(orgName, containerImage)}>
                {`${orgName}/${containerImage}:${containerImageVersion}`}
              </AppLink>
            ),
          },
          {
            label: t('reference'),
            value: <MachineName text={version.containerImagePath} maxLength={REFERENCE_LENGTH} />,
          },
          { label: t('field.arch'), value: version.archType.split(';').join(', ') },
          { label: t('field.restartPolicy'), value: t(`restart.${version.restartPolicy}`) },
          { label: t('field.network'), value: words.network(type, portMappings) },
          { label: t('cpu'), value: words.cpuQuota(version.cpuQuota, version.maxCpuQuota) },
          { label: t('memory'), value: words.memoryQuota(version.memoryQuota, version.MaxMemoryQuota) },
          { label: t('column.created'), value: <ExactTime at={version.createAt} /> },
          ...happened(t('column.published'), version.publishAt),
          ...happened(t('column.offline'), version.offlineAt),
        ]}
      />
    </Section>
  )
}

const happened = (label: string, at: string | null) => (at === null ? [] : [{ label, value: <ExactTime at={at} /> }])
