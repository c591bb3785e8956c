'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import type { Tone } from '@/components/theme/tokens'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ActivityRecord } from '@/lib/activity/schema'
import { ActivitySentence } from './activity-sentence'
import { causeOf, type ActivityGroup } from './group-activities'

const TONE: Partial<Record<ActivityRecord['action'], Tone>> = {
  Online: 'good',
  Running: 'good',
  Completed: 'good',
  Offline: 'bad',
  Abnormal: 'bad',
  Deploying: 'working',
  Init: 'working',
  Installing: 'working',
  installFailed: 'bad',
}

/** One line of the time line: a dot on the line, what happened and why, and when. */
export function ActivityRow({ group }: { group: ActivityGroup }) {
  const { action, reason, at } = group.first
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        gap: 3,
        position: 'relative',
        pb: 3,
        '&:not(:last-child)::before': {
          content: '""',
          position: 'absolute',
          left: 3.5,
          top: 16,
          bottom: -6,
          width: '1px',
          bgcolor: 'divider',
        },
      }}
    >
      <Box
        aria-hidden
        sx={{
          width: 8,
          height: 8,
          borderRadius: '50%',
          bgcolor: `tone.${TONE[action] ?? 'none'}`,
          mt: 1.5,
          flex: 'none',
        }}
      />
      <Box
        sx={{ flex: 1, minWidth: 0, display: 'flex', flexWrap: { xs: 'wrap', sm: 'nowrap' }, columnGap: 4, rowGap: 0 }}
      >
        <Box sx={{ flex: { xs: '1 1 100%', sm: 1 }, minWidth: 0, overflowWrap: 'anywhere' }}>
          <ActivitySentence group={group} />
          {reason !== '' && (
            <Box title={reason} sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
              <ActivityReason activity={group.first} />
            </Box>
          )}
        </Box>
        <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem', whiteSpace: 'nowrap' }}>
          <TimeAgo at={at} />
        </Box>
      </Box>
    </Box>
  )
}

/** What the kubelet's silence is called by Kubernetes. */
const SILENT = 'Kubelet stopped posting node status.'

/** Why, in plain words where the cause is a known one. */
function ActivityReason({ activity }: { activity: ActivityRecord }) {
  const t = useTranslations('activity')
  const deployments = useTranslations('deployments')
  const { kind, reason } = activity
  if (kind === 'node' && reason === SILENT) return <>{t('nodeReason.silent')}</>
  const cause = causeOf(activity)
  return <>{cause ? deployments(`cause.${cause}`) : reason}</>
}
