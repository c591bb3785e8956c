'use client'
import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSWRConfig } from 'swr'
import { DropPlace } from '@/components/ui/drop-place'
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
      <DropPlace
        accept=".csv,text/csv"
        busy={upload.busy}
        chooseLabel={t('csv.choose')}
        dropLabel={t('csv.drop')}
        onFiles={([file]) => file && void upload.send(file)}
      />
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
