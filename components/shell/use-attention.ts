'use client'
import { useTranslations } from 'next-intl'
import { links } from '@/lib/client/links'
import { useSession } from '@/lib/client/session'
import { useOperation } from '@/lib/client/use-operation'

export interface Attention {
  /** Address of the page that it is about. */
  beside: string
  /** Address of the list of just these. */
  href: string
  count: number
  /** The count in words. */
  text: string
}

/** What needs attention now, without what is none. */
export function useAttention(): readonly Attention[] {
  const t = useTranslations('shell')
  const { session } = useSession()
  const { data } = useOperation('overview/attention', session ? {} : null)
  const { offlineNodes = 0, abnormalDeployments = 0 } = data ?? {}
  return [
    {
      beside: links.nodes,
      href: links.nodesThatAre('Offline'),
      count: offlineNodes,
      text: t('offlineNodes', { count: offlineNodes }),
    },
    {
      beside: links.deployments,
      href: links.deploymentsThatAre('Abnormal'),
      count: abnormalDeployments,
      text: t('abnormalDeployments', { count: abnormalDeployments }),
    },
  ].filter(({ count }) => count > 0)
}
