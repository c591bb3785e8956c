'use client'
import Button from '@mui/material/Button'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { lazySection } from '@/components/ui/lazy-section'
import { MissingRecord } from '@/components/ui/missing-record'
import { PageHeader } from '@/components/ui/page-header'
import { RecordPage } from '@/components/ui/record-page'
import { ToneDot } from '@/components/ui/status'
import type { BatchRecord } from '@/lib/batch/schema'
import { links } from '@/lib/client/links'
import { useMayChange } from '@/lib/client/session'
import { useOperation } from '@/lib/client/use-operation'
import batch from '@/lib/i18n/messages/en/batch.json'
import { withTexts } from '@/lib/i18n/with-texts'
import { BATCH_TONE } from './batch-constants'
import { BatchNodeList } from './batch-node-list'
import { BatchProgress } from './batch-progress'
import { useBatchName } from './use-batch-name'

const ConfirmBatchDialog = lazyPart(async () => (await import('./confirm-batch-dialog')).ConfirmBatchDialog)
const CsvUpload = lazySection(async () => (await import('./csv-upload')).CsvUpload)
const DeleteBatchDialog = lazyPart(async () => (await import('./delete-batch-dialog')).DeleteBatchDialog)

export const BatchPage = withTexts({ batch }, BatchById)

function BatchById() {
  const t = useTranslations('batch')
  const id = useSearchParams().get('id') ?? ''
  const batchID = /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0
  const query = useOperation('node/describeBatch', batchID === 0 ? null : { batchID })
  const missing = (
    <MissingRecord
      title={t('missingTitle', { id })}
      text={t('missingText')}
      back={{ href: links.batches, label: t('toList') }}
    />
  )
  if (batchID === 0) return missing
  return (
    <RecordPage query={query} missing={missing}>
      {({ batch }) => <BatchView key={batch.id} batch={batch} />}
    </RecordPage>
  )
}

function BatchView({ batch }: { batch: BatchRecord }) {
  const mayChange = useMayChange()
  const isDraft = batch.status === 'Draft'
  return (
    <>
      <BatchHeader batch={batch} />
      {isDraft && mayChange && <CsvUpload batch={batch} />}
      {!isDraft && <BatchProgress batch={batch} />}
      <BatchNodeList batch={batch} />
    </>
  )
}

function BatchHeader({ batch }: { batch: BatchRecord }) {
  const t = useTranslations('batch')
  const nodes = useTranslations('nodes')
  const router = useRouter()
  const mayChange = useMayChange()
  const [asking, setAsking] = useState<'confirm' | 'delete'>()
  const close = () => setAsking(undefined)
  const count = batch.nodeCount
  const actions = mayChange && (
    <>
      {batch.status !== 'Installing' && (
        <Button variant="outlined" color="error" onClick={() => setAsking('delete')}>
          {t('delete')}
        </Button>
      )}
      {batch.status === 'Draft' && count > 0 && (
        <Button variant="contained" onClick={() => setAsking('confirm')}>
          {t('confirm.label', { count })}
        </Button>
      )}
    </>
  )
  return (
    <>
      <PageHeader
        title={useBatchName()(batch)}
        parents={[
          { href: links.nodes, label: nodes('title') },
          { href: links.batches, label: t('title') },
        ]}
        beside={<ToneDot tone={BATCH_TONE[batch.status]}>{t(`state.${batch.status}`)}</ToneDot>}
        actions={actions}
      />
      {asking === 'confirm' && <ConfirmBatchDialog batch={batch} onClose={close} />}
      {asking === 'delete' && (
        <DeleteBatchDialog batch={batch} onClose={close} onDone={() => router.push(links.batches)} />
      )}
    </>
  )
}
