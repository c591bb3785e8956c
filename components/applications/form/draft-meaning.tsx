'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { useVersionWords } from '../use-version-words'
import type { VersionDraft } from './version-draft'

/** What will happen on each node that it is deployed to, in plain words. */
export function DraftMeaning({ draft }: { draft: VersionDraft }) {
  return (
    <Box component="ul" sx={{ m: 0, pl: 5, display: 'grid', gap: 1 }}>
      {useMeaning(draft).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </Box>
  )
}

function useMeaning(draft: VersionDraft): string[] {
  const t = useTranslations('applications')
  const words = useVersionWords()
  const { orgName, imageName, imageVersion, arch, restartPolicy, networkType, ports } = draft
  const quota = (kind: 'cpu' | 'memory', request: number, maximum: number, amount: (count: number) => string) => [
    ...(request > 0 ? [t(`means.${kind}Request`, { amount: amount(request) })] : []),
    ...(maximum > 0 ? [t(`means.${kind}Maximum`, { amount: amount(maximum) })] : []),
  ]
  return [
    t('means.image', { image: `${orgName}/${imageName}:${imageVersion}` }),
    t('means.arch', { arch: arch.join(', ') }),
    t(`restartHint.${restartPolicy}`),
    ...(networkType === 'Host'
      ? [t('networkHint.Host')]
      : ports.map(({ hostPort, containerPort }) => t('means.port', { hostPort, containerPort }))),
    ...quota('cpu', Number(draft.cpuQuota), Number(draft.maxCpuQuota), words.cores),
    ...quota('memory', Number(draft.memoryQuota), Number(draft.maxMemoryQuota), words.mebibytes),
  ]
}
