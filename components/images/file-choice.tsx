'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useRef, useState, type DragEvent } from 'react'
import { CloseIcon } from '@/components/ui/icons'
import { useUnits } from '@/components/ui/use-units'

interface FileChoiceProps {
  files: readonly File[]
  onChange: (files: readonly File[]) => void
}

/** Several files, chosen or dropped. */
export function FileChoice({ files, onChange }: FileChoiceProps) {
  const t = useTranslations('images')
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const add = (added: FileList | null) => {
    const fresh = Array.from(added ?? []).filter((file) => !files.some((known) => sameFile(known, file)))
    onChange([...files, ...fresh])
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    add(event.dataTransfer.files)
  }
  return (
    <>
      <Box
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        sx={{
          p: 6,
          textAlign: 'center',
          border: '1px dashed',
          borderColor: over ? 'primary.main' : 'divider',
          borderRadius: 1,
        }}
      >
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept=".tar,.tgz,.gz"
          onChange={(event) => {
            add(event.target.files)
            // The same file may be chosen again after it was removed.
            event.target.value = ''
          }}
        />
        <Button variant="outlined" onClick={() => input.current?.click()}>
          {t('uploadForm.choose')}
        </Button>
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 2 }}>
          {t('uploadForm.drop')}
        </Typography>
      </Box>
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
