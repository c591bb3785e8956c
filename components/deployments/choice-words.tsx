'use client'
import { useTranslations } from 'next-intl'
import type { NodeChoice } from './node-choice'

/** Which nodes are chosen, in a sentence: "All 9,842 nodes that can take it, of arm64, but for 3". */
export function ChoiceWords({ choice, count }: { choice: NodeChoice; count: number }) {
  const t = useTranslations('deployments')
  const states = useTranslations('states')
  const { all, except, also } = choice
  if (!all) return <>{t('choice.named', { count })}</>
  const { search, status, arch, nodeType, presentVersion } = all
  const parts = [
    t('choice.all', { count: count - also.size + except.size }),
    presentVersion !== undefined && t('choice.presentVersion', { version: presentVersion }),
    arch !== undefined && t('choice.arch', { arch }),
    nodeType !== undefined && t('choice.nodeType', { nodeType }),
    status !== undefined && t('choice.status', { status: states(`node.${status}`) }),
    search !== undefined && t('choice.search', { search }),
    except.size > 0 && t('choice.except', { count: except.size }),
    also.size > 0 && t('choice.also', { count: also.size }),
  ]
  return <>{parts.filter((part) => part !== false).join(t('choice.and'))}</>
}
