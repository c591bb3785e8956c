'use client'
import Checkbox from '@mui/material/Checkbox'
import FormControl from '@mui/material/FormControl'
import FormControlLabel from '@mui/material/FormControlLabel'
import FormGroup from '@mui/material/FormGroup'
import FormHelperText from '@mui/material/FormHelperText'
import FormLabel from '@mui/material/FormLabel'
import { useTranslations } from 'next-intl'
import { ARCH_TYPES } from '@/components/nodes/arch-types'
import type { VersionForm } from './use-version-form'

/** The architectures of the nodes that the version may go to: those that its image has. */
export function ArchField({ form }: { form: VersionForm }) {
  const t = useTranslations('applications')
  const { draft, offered, change, problemOf } = form
  const problem = problemOf('arch')
  // What is chosen and not in the image stays in sight, so that it can be taken out.
  const shown = ARCH_TYPES.filter((arch) => (offered?.arch ?? ARCH_TYPES).includes(arch) || draft.arch.includes(arch))
  return (
    <FormControl component="fieldset" required error={problem !== undefined}>
      <FormLabel component="legend" sx={{ fontSize: '0.8125rem' }}>
        {t('field.arch')}
      </FormLabel>
      <FormGroup row>
        {shown.map((arch) => (
          <FormControlLabel
            key={arch}
            label={arch}
            control={
              <Checkbox
                size="small"
                checked={draft.arch.includes(arch)}
                disabled={draft.imageVersion === ''}
                onChange={(_, on) =>
                  change({ arch: ARCH_TYPES.filter((type) => (type === arch ? on : draft.arch.includes(type))) })
                }
              />
            }
          />
        ))}
      </FormGroup>
      <FormHelperText sx={{ mx: 0 }}>{problem ?? t(archHint(form))}</FormHelperText>
    </FormControl>
  )
}

function archHint({ draft, offered }: VersionForm) {
  if (draft.imageVersion === '' || offered === undefined) return 'archHint.first'
  return offered.unknown ? 'archHint.unknown' : 'archHint.known'
}
