'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { matchingItems, wordsOf } from './palette-item'
import { useActions, usePages } from './use-commands'
import { useDeployTargets } from './use-deploy-targets'
import { useFound, type Found } from './use-found'
import { useRecent } from './use-recent'

/** `deploy`: which application is to be deployed. */
export type PaletteMode = 'all' | 'deploy'

const TYPING_MS = 150

/** What the palette offers: what was seen last and the commands, or else what matches. */
export function usePaletteGroups(mode: PaletteMode, text: string, onDeploy: () => void): Found {
  const t = useTranslations('palette')
  const asked = usePaused(text)
  const recent = useRecent()
  const actions = useActions(onDeploy)
  const pages = usePages()
  const found = useFound(mode === 'all' ? asked : '')
  const targets = useDeployTargets(mode === 'deploy' ? asked : undefined)
  const words = wordsOf(text)
  const answer = mode === 'deploy' ? targets : found
  const waiting = asked !== text || answer.waiting
  // Of what was found for the words before, what does not match those of now is no answer: Enter would open it.
  const records = waiting
    ? answer.groups.map((group) => ({ ...group, items: matchingItems(group.items, words) }))
    : answer.groups
  if (mode === 'deploy') return { ...targets, groups: records, waiting }
  const commands = [
    { id: 'pages', label: t('group.pages'), items: matchingItems(pages, words) },
    { id: 'actions', label: t('group.actions'), items: matchingItems(actions, words) },
  ]
  const seen = words.length === 0 ? [{ id: 'recent', label: t('group.recent'), items: recent }] : []
  return { ...found, groups: [...seen, ...commands, ...(words.length === 0 ? [] : records)], waiting }
}

/** The text once typing has paused; at once where it is empty. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return text === '' ? '' : paused
}
