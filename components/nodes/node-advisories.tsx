'use client'
import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { WarningIcon } from '@/components/ui/icons'
import type { NodeRecord } from '@/lib/nodes/schema'

const ADVISORIES = 'https://github.com/kubeedge/kubeedge/security/advisories/'

/** What is known to be wrong with the KubeEdge of this node, and what mends it. */
export function NodeAdvisories({ node: { kubeEdgeVersion, advisories } }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  if (advisories.length === 0) return null
  const urgent = advisories.some(({ effect }) => effect === 'remoteExecution')
  const tone = urgent ? 'tone.attention' : 'divider'
  return (
    <Box
      component="section"
      aria-labelledby="advisories"
      sx={{ display: 'flex', gap: 3, p: 3, mb: 4, border: 1, borderColor: tone, borderRadius: 1 }}
    >
      <WarningIcon fontSize="small" sx={{ color: urgent ? 'tone.attention' : 'text.secondary', mt: '1px' }} />
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        <Typography id="advisories" component="h2" sx={{ fontWeight: 500, fontSize: 'inherit' }}>
          {t('advisory.title', { version: kubeEdgeVersion })}
        </Typography>
        <Box component="ul" sx={{ m: 0, my: 1, pl: 5, '& > li': { py: 0.5 } }}>
          {advisories.map(({ id, ghsa, effect, part, fixedIn }) => (
            <li key={id}>
              <Link href={ADVISORIES + ghsa} target="_blank" rel="noreferrer" sx={{ fontWeight: 500 }}>
                {id}
              </Link>{' '}
              {t(`advisory.${effect}`, { part })} {t('advisory.fixed', { version: fixedIn })}
            </li>
          ))}
        </Box>
        {urgent && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t('advisory.update')}
          </Typography>
        )}
      </Box>
    </Box>
  )
}
