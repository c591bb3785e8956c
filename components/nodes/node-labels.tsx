'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { Section } from '@/components/ui/section'

export function NodeLabels({ labels }: { labels: Readonly<Record<string, string>> }) {
  const t = useTranslations('nodes')
  const entries = Object.entries(labels).sort(([a], [b]) => a.localeCompare(b))
  return (
    <Section title={t('labels')}>
      {entries.length === 0 && <Box sx={{ color: 'text.secondary' }}>{t('noLabels')}</Box>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {entries.map(([key, value]) => (
          <Box
            component="li"
            key={key}
            sx={{
              px: 2,
              py: 0.5,
              border: 1,
              borderColor: 'divider',
              borderRadius: '6px',
              bgcolor: 'background.default',
            }}
          >
            <Box component="code" sx={{ color: 'text.secondary' }}>
              {key}
            </Box>
            {value !== '' && <code>{`=${value}`}</code>}
          </Box>
        ))}
      </Box>
    </Section>
  )
}
