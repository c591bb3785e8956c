'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useRef, useState, type DragEvent } from 'react'

interface DropPlaceProps {
  /** As of `input`: which files the dialog of the browser offers. */
  accept: string
  multiple?: boolean
  /** Takes none for now. */
  busy?: boolean
  chooseLabel: string
  dropLabel: string
  /** At least one, and no more where it is not `multiple`. */
  onFiles: (files: readonly File[]) => void
}

/** Where files are chosen, or dropped. */
export function DropPlace({ accept, multiple = false, busy = false, chooseLabel, dropLabel, onFiles }: DropPlaceProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => {
    const files = Array.from(list ?? []).slice(0, multiple ? undefined : 1)
    if (files.length > 0 && !busy) onFiles(files)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
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
        hidden
        multiple={multiple}
        accept={accept}
        onChange={(event) => {
          take(event.target.files)
          // The same file may be chosen again, once it was corrected or removed.
          event.target.value = ''
        }}
      />
      <Button variant="outlined" loading={busy} onClick={() => input.current?.click()}>
        {chooseLabel}
      </Button>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 2 }}>
        {dropLabel}
      </Typography>
    </Box>
  )
}
