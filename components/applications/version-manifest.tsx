'use client'
import { useTranslations } from 'next-intl'
import { Section } from '@/components/ui/section'
import { useOperation } from '@/lib/client/use-operation'
import { ManifestDisclosure, QueriedManifest } from './manifest-disclosure'

interface VersionManifestProps {
  appName: string
  version: string
}

/** What a deployment of the version is in Kubernetes. */
export function VersionManifest(props: VersionManifestProps) {
  const common = useTranslations('common')
  return (
    <Section title={common('manifest')}>
      <ManifestDisclosure>
        <Manifest {...props} />
      </ManifestDisclosure>
    </Section>
  )
}

function Manifest({ appName, version }: VersionManifestProps) {
  const query = useOperation('application/describeManifest', { appName, version })
  return <QueriedManifest query={query} fileName={`${appName}-${version}.yaml`} />
}
