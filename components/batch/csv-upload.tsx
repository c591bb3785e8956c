'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useRef, useState, type DragEvent } from 'react'
import { useSWRConfig } from 'swr'
import { DownloadIcon } from '@/components/ui/icons'
import { Section } from '@/components/ui/section'
import { useNotify } from '@/components/ui/notices'
import type { BatchRecord } from '@/lib/batch/schema'
import { toApiError, type ApiError } from '@/lib/client/api-error'
import { dependsOn } from '@/lib/client/dependencies'
import { saveText } from '@/lib/client/save-text'
import { sendCsv } from '@/lib/client/send-csv'
import { CSV_COLUMNS, KEY_COLUMN } from './batch-constants'
import { CsvErrors } from './csv-errors'

const TEMPLATE = [
  CSV_COLUMNS.join(','),
  'edge-1,Generic,amd64,192.0.2.11,22,root,"the password"',
  'edge-2,Raspberrypi 4B,arm64,192.0.2.12,22,ubuntu,"the password"',
]

/** Takes machines from a CSV file, or shows line by line what is wrong with it. */
export function CsvUpload({ batch }: { batch: BatchRecord }) {
  const t = useTranslations('batch')
  const [privateKey, setPrivateKey] = useState('')
  const upload = useCsvUpload(batch.id, privateKey, () => setPrivateKey(''))
  const template = () => saveText(t('csv.templateName'), `${TEMPLATE.join('\r\n')}\r\n`, 'text/csv')
  const download = (
    <Button startIcon={<DownloadIcon />} onClick={template}>
      {t('csv.template')}
    </Button>
  )
  return (
    <Section title={t('csv.title')} actions={download}>
      <Typography>{t('csv.text')}</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 4, overflowWrap: 'anywhere' }}>
        {t('csv.columns', { columns: CSV_COLUMNS.join(', '), key: KEY_COLUMN })}
      </Typography>
      <DropPlace busy={upload.busy} onFile={(file) => void upload.send(file)} />
      <TextField
        label={t('csv.key')}
        helperText={batch.hasPrivateKey ? t('csv.keyKept') : t('csv.keyHint')}
        value={privateKey}
        onChange={(event) => setPrivateKey(event.target.value)}
        multiline
        minRows={2}
        maxRows={6}
        fullWidth
        autoComplete="off"
        spellCheck={false}
        sx={{ mt: 4, '& textarea': { fontFamily: 'monospace', fontSize: '0.8125rem' } }}
      />
      {upload.error && <CsvErrors error={upload.error} />}
    </Section>
  )
}

function useCsvUpload(batchID: number, privateKey: string, onTaken: () => void) {
  const t = useTranslations('batch')
  const notify = useNotify()
  const { mutate } = useSWRConfig()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError>()
  const send = async (file: File) => {
    setBusy(true)
    setError(undefined)
    try {
      notify(t('csv.taken', { count: await sendCsv({ batchID, file, privateKey }) }))
      onTaken()
    } catch (thrown) {
      setError(toApiError(thrown))
    } finally {
      setBusy(false)
      void mutate((key) => dependsOn(key, new Set(['batch'])))
    }
  }
  return { send, busy, error }
}

function DropPlace({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const t = useTranslations('batch')
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const [file] = Array.from(files ?? [])
    if (file && !busy) onFile(file)
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
        accept=".csv,text/csv"
        onChange={(event) => {
          take(event.target.files)
          // The same file is chosen again once it is corrected.
          event.target.value = ''
        }}
      />
      <Button variant="outlined" loading={busy} onClick={() => input.current?.click()}>
        {t('csv.choose')}
      </Button>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 2 }}>
        {t('csv.drop')}
      </Typography>
    </Box>
  )
}
