'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'
import { Section } from '@/components/ui/section'
import { useUnits } from '@/components/ui/use-units'
import type { ImageConfigRecord } from '@/lib/images/schema'
import { readableStep } from './build-step'

/** How the image was built, from the base up: each step with the layer that it made. */
export function BuildSteps({ config: { steps, platform } }: { config: ImageConfigRecord }) {
  const t = useTranslations('images')
  const largest = Math.max(1, ...steps.map(({ layer }) => layer?.size ?? 0))
  const title = t('layersOf', { platform })
  return (
    <Section title={title} flush>
      <Box component="ol" aria-label={title} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {steps.map((step, index) => (
          // The same step may be there twice.
          <Step key={index} step={step} largest={largest} />
        ))}
      </Box>
    </Section>
  )
}

function Step({ step, largest }: { step: ImageConfigRecord['steps'][number]; largest: number }) {
  const t = useTranslations('images')
  const units = useUnits()
  const { createdBy, layer } = step
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: '200px 1fr' },
        columnGap: 4,
        rowGap: 1,
        px: 4,
        py: 2,
        borderTop: 1,
        borderColor: 'divider',
        color: layer ? undefined : 'text.secondary',
      }}
    >
      <Box>
        <Box title={layer?.digest}>{layer ? units.bytes(layer.size) : t('config.noLayer')}</Box>
        {layer && (
          <Box aria-hidden sx={{ height: 6, mt: 1, borderRadius: 1, bgcolor: 'divider' }}>
            <Box
              style={{ width: `${(layer.size / largest) * 100}%` }}
              sx={{ height: 6, borderRadius: 1, bgcolor: 'primary.main' }}
            />
          </Box>
        )}
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1, minWidth: 0 }}>
        <Box component="code" title={createdBy} sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          {readableStep(createdBy) || '–'}
        </Box>
        {createdBy !== '' && <CopyButton text={createdBy} />}
      </Box>
    </Box>
  )
}
