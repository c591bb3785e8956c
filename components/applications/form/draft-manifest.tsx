'use client'
import { useOperation } from '@/lib/client/use-operation'
import { QueriedManifest } from '../manifest-disclosure'
import { useSettled } from './use-settled'
import { toCreateInput, type VersionDraft } from './version-draft'

/** What a draft without problems will be in Kubernetes; asked for again when it has not changed for a moment. */
export function DraftManifest({ draft }: { draft: VersionDraft }) {
  const settled = useSettled(draft)
  const query = useOperation('application/previewManifest', toCreateInput(settled), { keepPrevious: true })
  return <QueriedManifest query={query} fileName={`${settled.appName}-${settled.version}.yaml`} />
}
