'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { ActDialog } from './act-dialog'
import type { Place } from './act-on-nodes'
import { ChoicePreview } from './choice-preview'
import { ChoiceWords } from './choice-words'
import { findChosen } from './find-places'
import { NameList } from './name-list'
import type { NodeChoice } from './node-choice'
import { useChoicePreview } from './use-choice-preview'

interface DeployDialogProps {
  appName: string
  version: string
  choice: NodeChoice
  onClose: () => void
  onDone?: (done: readonly Place[]) => void
}

/** Shows what deploying a version to the chosen nodes will do, and does it. */
export function DeployDialog({ appName, version, choice, onClose, onDone }: DeployDialogProps) {
  const t = useTranslations('deployments')
  const preview = useChoicePreview(appName, version, choice)
  const count = preview?.count ?? choice.also.size
  return (
    <ActDialog
      act="deploy"
      title={t('deploy.title', { name: `${appName} ${version}`, count })}
      find={() => findChosen(appName, version, choice)}
      submitDisabled={preview?.count === 0}
      onClose={onClose}
      onDone={onDone}
    >
      {choice.all && (
        <Box>
          <ChoiceWords choice={choice} count={count} />
        </Box>
      )}
      {preview && <ChoicePreview preview={preview} />}
      <NameList names={[...choice.also]} />
    </ActDialog>
  )
}
