'use client'
import { useTranslations } from 'next-intl'
import { useNotify } from '@/components/ui/notices'
import { useUndoable, type Undone } from '@/components/ui/use-undoable'
import { actOnNodes, type NodeAct, type Place } from './act-on-nodes'

/** Tells what was done on nodes, with a button that takes it back where another act does that. */
export function useTellDone(): (act: NodeAct, places: readonly Place[], opposite?: NodeAct) => void {
  const t = useTranslations('deployments')
  const notify = useNotify()
  const undoable = useUndoable()
  const takeBack = async (opposite: NodeAct, places: readonly Place[]): Promise<Undone> => {
    const { done, refused, error } = await actOnNodes(opposite, places, new Map(), () => undefined)
    if (error) return { ok: false, error }
    if (refused.length === 0) return { ok: true, text: t(`${opposite}.done`, { count: done.length }) }
    const text = t(`${opposite}.partTitle`, { failed: refused.length, count: places.length })
    return { ok: true, text, tone: 'attention' }
  }
  return (act, places, opposite) => {
    const text = t(`${act}.done`, { count: places.length })
    if (opposite) undoable({ text, undo: () => takeBack(opposite, places) })
    else notify(text)
  }
}
