'use client'
import { lazyPart } from '@/components/ui/lazy-part'
import type { DeploymentRecord } from '@/lib/deployments/schema'
import type { Place } from './act-on-nodes'
import type { PlacesAct } from './places-dialog'

const PlacesDialog = lazyPart(async () => (await import('./places-dialog')).PlacesDialog)
const UpdateDialog = lazyPart(async () => (await import('./update-dialog')).UpdateDialog)

/** What is being asked about these deployments. */
export interface Asking {
  act: PlacesAct | 'update'
  rows: readonly DeploymentRecord[]
}

interface AskingDialogProps {
  asking: Asking
  onClose: () => void
  /** With those where it was done. */
  onDone?: (done: readonly Place[]) => void
}

/** Asks before something is done to deployments, and does it. */
export function AskingDialog({ asking: { act, rows }, onClose, onDone }: AskingDialogProps) {
  if (act !== 'update') return <PlacesDialog act={act} rows={rows} onClose={onClose} onDone={onDone} />
  return <UpdateDialog rows={rows} onClose={onClose} onDone={onDone} />
}
