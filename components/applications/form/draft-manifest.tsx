'use client'
import { useDeferredValue } from 'react'
import { useOperation } from '@/lib/client/use-operation'
import { ManifestDisclosure, QueriedManifest } from '../manifest-disclosure'
import type { VersionForm } from './use-version-form'
import { toCreateInput, type VersionDraft } from './version-draft'

/** What the draft will be in Kubernetes; there is none while something about it is wrong. */
export function DraftManifest({ form }: { form: VersionForm }) {
  return (
    <ManifestDisclosure disabled={!form.complete}>
      <Preview draft={form.draft} />
    </ManifestDisclosure>
  )
}

function Preview({ draft }: { draft: VersionDraft }) {
  const settled = useDeferredValue(draft)
  const query = useOperation('application/previewManifest', toCreateInput(settled), { keepPrevious: true })
  return <QueriedManifest query={query} fileName={`${settled.appName}-${settled.version}.yaml`} />
}
