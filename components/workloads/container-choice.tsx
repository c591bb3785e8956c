'use client'
import TextField from '@mui/material/TextField'
import { useTranslations } from 'next-intl'
import { shortenMiddle } from '@/components/ui/shorten'
import type { DeployPod } from '@/lib/deployments/live-schema'

export interface ChosenContainer {
  podName: string | undefined
  containerName: string | undefined
}

interface ContainerChoiceProps {
  pods: readonly DeployPod[]
  chosen: ChosenContainer
  onChoose: (chosen: ChosenContainer) => void
}

const FIT = { width: 'auto', maxWidth: '100%' } as const
const NATIVE = { select: { native: true } } as const

/** Which pod, and which of its containers; nothing where there is nothing to choose. */
export function ContainerChoice({ pods, chosen, onChoose }: ContainerChoiceProps) {
  const t = useTranslations('workloads')
  const pod = pods.find(({ name }) => name === chosen.podName) ?? pods[0]
  if (!pod) return null
  const { containers } = pod
  return (
    <>
      {pods.length > 1 && (
        <TextField
          select
          size="small"
          sx={FIT}
          label={t('pod')}
          value={pod.name}
          onChange={({ target }) => onChoose({ podName: target.value, containerName: undefined })}
          slotProps={NATIVE}
        >
          {pods.map(({ name }) => (
            <option key={name} value={name}>
              {shortenMiddle(name, 32)}
            </option>
          ))}
        </TextField>
      )}
      {containers.length > 1 && (
        <TextField
          select
          size="small"
          sx={FIT}
          label={t('container')}
          value={chosen.containerName ?? containers[0]?.name}
          onChange={({ target }) => onChoose({ podName: pod.name, containerName: target.value })}
          slotProps={NATIVE}
        >
          {containers.map(({ name }) => (
            <option key={name} value={name}>
              {shortenMiddle(name, 32)}
            </option>
          ))}
        </TextField>
      )}
    </>
  )
}
