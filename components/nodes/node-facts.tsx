'use client'
import { useTranslations } from 'next-intl'
import { Facts } from '@/components/ui/facts'
import { MachineName } from '@/components/ui/machine-name'
import { Section } from '@/components/ui/section'
import { ExactTime } from '@/components/ui/time-ago'
import { useUnits } from '@/components/ui/use-units'
import { kubernetesVersion } from '@/lib/nodes/kubeedge-version'
import type { NodeRecord } from '@/lib/nodes/schema'

export function NodeFacts({ node }: { node: NodeRecord }) {
  const t = useTranslations('nodes')
  const common = useTranslations('common')
  const units = useUnits()
  const machineName = (text: string) => text && <MachineName text={text} />
  return (
    <Section title={t('facts')}>
      <Facts
        // Nothing is known of a machine that has not joined: a page of dashes would say no more.
        onlyKnown={node.status === 'NotInstalled'}
        facts={[
          { label: t('column.nodeType'), value: node.nodeType },
          { label: t('column.arch'), value: node.arch },
          { label: t('cpu'), value: node.cpuCore > 0 ? common('cores', { count: node.cpuCore }) : '' },
          { label: t('memory'), value: node.memory > 0 ? units.memory(node.memory) : '' },
          { label: t('osImage'), value: node.osImage },
          { label: t('runtime'), value: node.runtime },
          { label: t('kubelet'), value: kubernetesVersion(node.kubeletVersion) },
          { label: t('kubeEdge'), value: node.kubeEdgeVersion },
          { label: t('roles'), value: node.roles },
          { label: t('edge'), value: node.roles !== '' || node.edge ? t(node.edge ? 'edgeYes' : 'edgeNo') : '' },
          { label: t('interIp'), value: machineName(node.interIp) },
          { label: t('outerIp'), value: machineName(node.outerIp) },
          { label: t('column.heartbeat'), value: <ExactTime at={node.lastHeartbeat} /> },
          { label: t('column.created'), value: <ExactTime at={node.createAt} /> },
          { label: t('updated'), value: <ExactTime at={node.updateAt} /> },
          { label: t('uniqueName'), value: machineName(node.uniqueName) },
        ]}
      />
    </Section>
  )
}
