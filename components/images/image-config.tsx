'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ErrorNotice } from '@/components/ui/error-notice'
import { Facts } from '@/components/ui/facts'
import { MachineName } from '@/components/ui/machine-name'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import { ExactTime } from '@/components/ui/time-ago'
import { useOperation } from '@/lib/client/use-operation'
import type { ImageConfigRecord, ImageVersionRecord } from '@/lib/images/schema'
import { BuildSteps } from './build-steps'
import { ImageLayers } from './image-layers'

/** What the registry says of the image, for the platform chosen; without it, the layers that the record knows. */
export function ImageConfig({ version }: { version: ImageVersionRecord }) {
  const t = useTranslations('images')
  const { orgName, imageName, imageVersion } = version
  const [platform, setPlatform] = useState<string>()
  const content = { orgName, imageName, imageVersion, platform }
  const { data, error, reload } = useOperation('image/describeImageConfig', content, { keepPrevious: true })
  if (!data) {
    return (
      <>
        {error ? <ErrorNotice error={error} title={t('config.failed')} onRetry={reload} /> : <Waiting />}
        <ImageLayers version={version} />
      </>
    )
  }
  const { imageConfig: config } = data
  return (
    <>
      {error && <ErrorNotice error={error} title={t('config.failed')} onRetry={reload} />}
      {config.platforms.length > 1 && (
        <Box role="group" aria-label={t('column.platforms')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mb: 4 }}>
          {config.platforms.map((name) => (
            <Button
              key={name}
              variant={name === config.platform ? 'contained' : 'outlined'}
              aria-pressed={name === config.platform}
              onClick={() => setPlatform(name)}
            >
              {name}
            </Button>
          ))}
        </Box>
      )}
      <RunFacts config={config} />
      <BuildSteps config={config} />
    </>
  )
}

function Waiting() {
  return (
    <Section>
      <RowSkeletons rows={4} />
    </Section>
  )
}

const WHOLE = 200

function RunFacts({ config }: { config: ImageConfigRecord }) {
  const t = useTranslations('images')
  const command = (words: readonly string[]) =>
    words.length > 0 && <MachineName text={JSON.stringify(words)} maxLength={WHOLE} />
  const lines = (texts: readonly string[]) =>
    texts.length > 0 && (
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {texts.map((text) => (
          <Box component="li" key={text}>
            <MachineName text={text} maxLength={WHOLE} />
          </Box>
        ))}
      </Box>
    )
  return (
    <Section title={t('config.title')}>
      <Facts
        facts={[
          { label: t('config.entrypoint'), value: command(config.entrypoint) || '' },
          { label: t('config.cmd'), value: command(config.cmd) || '' },
          { label: t('config.workingDir'), value: config.workingDir && <code>{config.workingDir}</code> },
          { label: t('config.user'), value: config.user },
          { label: t('config.ports'), value: config.exposedPorts.join(', ') },
          { label: t('config.volumes'), value: config.volumes.join(', ') },
          { label: t('column.created'), value: config.created ? <ExactTime at={config.created} /> : '' },
          { label: t('config.author'), value: config.author },
          { label: t('config.env'), value: lines(config.env) || '' },
          {
            label: t('config.labels'),
            value: lines(Object.entries(config.labels).map(([name, value]) => `${name}=${value}`)) || '',
          },
        ]}
      />
    </Section>
  )
}
