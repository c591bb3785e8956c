'use client'
import { useTranslations } from 'next-intl'
import type { ApiError } from '@/lib/client/api-error'
import type { FixedText } from '@/lib/protocol/errors'
import { useCodeText } from './code-text'

/** The texts that PROTOCOL.md §4 fixes; all others come with a reason, or with the fields that are wrong. */
const FIXED = {
  'record not found': 'notFound',
  'node type not exist': 'nodeType',
  'arch type not exist': 'archType',
  'cluster not exist': 'cluster',
  'delete failed! status is deleting': 'deleting',
  'application deploy exist': 'deployExists',
  'application version exist': 'versionExists',
  'image version not exist': 'imageVersion',
  'org images not empty': 'orgNotEmpty',
  'need port mapping': 'portMapping',
  'change app version fail': 'changeVersion',
  'delete failed! status is published': 'published',
  'deploy failed! status not published': 'notPublished',
  'part of deploy fails': 'partDeploy',
  'all of deploy fails': 'allDeploy',
  'part of undeploy fails': 'partUndeploy',
  'all of undeploy fails': 'allUndeploy',
  'part of retry fails': 'partRetry',
  'all of retry fails': 'allRetry',
  'part of rollback fails': 'partRollback',
  'all of rollback fails': 'allRollback',
  'I don`t have this org': 'org',
} as const satisfies Record<FixedText, string>

const isFixed = (msg: string): msg is FixedText => Object.hasOwn(FIXED, msg)

/** What went wrong, in the reader's language. The server's own words are for other portals and for logs. */
export function useErrorText(): (error: ApiError) => string {
  const t = useTranslations('refusals')
  const codeText = useCodeText()
  const fieldText = ({ field, problem, params }: Issue) => {
    const name = field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? field
    const label = `field.${name}` as 'field.name'
    const problemKey = `problem.${problem}` as 'problem.empty'
    const problemText = t.has(problemKey) ? t(problemKey, params) : t('problem.format')
    return t('issue', { field: t.has(label) ? t(label) : field, problem: problemText })
  }
  return (error) => {
    if (error.explained) return error.msg
    if (isFixed(error.msg)) return t(`fixed.${FIXED[error.msg]}`)
    const { reason, params, issues } = readDetails(error.data)
    const key = `reason.${reason}` as 'reason.nodeExists'
    if (reason !== '' && t.has(key)) return t(key, params)
    if (issues.length > 0) return issues.map(fieldText).join(' ')
    return codeText(error)
  }
}

type Params = Record<string, string | number>
interface Issue {
  field: string
  problem: string
  params: Params
}
interface Details {
  reason: string
  params: Params
  issues: Issue[]
}

/** As `lib/protocol/reasons.ts` and `field-problems.ts` answer them. */
function readDetails(data: unknown): Details {
  const { reason, params, issues } = asRecord(data)
  return {
    reason: typeof reason === 'string' ? reason : '',
    params: asRecord(params) as Params,
    issues: Array.isArray(issues) ? issues.map(readIssue) : [],
  }
}

function readIssue(issue: unknown): Issue {
  const { field, problem, params } = asRecord(issue)
  return { field: String(field), problem: String(problem), params: asRecord(params) as Params }
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
