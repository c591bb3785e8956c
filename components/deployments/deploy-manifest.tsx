'use client'
import { useTranslations } from 'next-intl'
import { ErrorNotice } from '@/components/ui/error-notice'
import { ManifestView } from '@/components/ui/manifest-view'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { UNAVAILABLE } from '@/lib/client/api-error'
import { useOperation } from '@/lib/client/use-operation'

/** The Kubernetes object of a deployment. */
export function DeployManifest({ appName, nodeName }: { appName: string; nodeName: string }) {
  const t = useTranslations('deployments')
  const { data, error, reload } = useOperation('application/describeDeployManifest', { appName, nodeName })
  const title = error?.code === UNAVAILABLE ? t('manifest.unreachable') : t('manifest.failed')
  return (
    <Section>
      {error && <ErrorNotice error={error} title={title} onRetry={reload} />}
      {!data && !error && <RowSkeletons rows={4} />}
      {data && (
        <ManifestView
          yaml={data.manifest}
          fileName={`${appName}-${nodeName}.yaml`}
          text={data.live ? t('manifest.live') : t('manifest.wanted')}
        />
      )}
    </Section>
  )
}
