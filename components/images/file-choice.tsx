'use client'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import { useTranslations } from 'next-intl'
import { DropPlace } from '@/components/ui/drop-place'
import { CloseIcon } from '@/components/ui/icons'
import { useUnits } from '@/components/ui/use-units'

interface FileChoiceProps {
  files: readonly File[]
  onChange: (files: readonly File[]) => void
}

/** Several files, chosen or dropped. */
export function FileChoice({ files, onChange }: FileChoiceProps) {
  const t = useTranslations('images')
  const add = (added: readonly File[]) => {
    const fresh = added.filter((file) => !files.some((known) => sameFile(known, file)))
    onChange([...files, ...fresh])
  }
  return (
    <>
      <DropPlace
        accept=".tar,.tgz,.gz"
        multiple
        chooseLabel={t('uploadForm.choose')}
        dropLabel={t('uploadForm.drop')}
        onFiles={add}
      />
      <ChosenFiles files={files} onRemove={(file) => onChange(files.filter((known) => known !== file))} />
    </>
  )
}

function ChosenFiles({ files, onRemove }: { files: readonly File[]; onRemove: (file: File) => void }) {
  const t = useTranslations('images')
  const units = useUnits()
  if (files.length === 0) return null
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {files.map((file) => (
        <Box
          component="li"
          key={`${file.name} ${file.size} ${file.lastModified}`}
          sx={{ display: 'flex', alignItems: 'center', gap: 2 }}
        >
          <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{file.name}</Box>
          <Box sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>{units.bytes(file.size)}</Box>
          <IconButton aria-label={t('uploadForm.remove', { name: file.name })} onClick={() => onRemove(file)}>
            <CloseIcon fontSize="small" />
          </IconButton>
        </Box>
      ))}
    </Box>
  )
}

function sameFile(a: File, b: File): boolean {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified
}
