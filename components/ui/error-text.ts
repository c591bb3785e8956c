'use client'
import { useTranslations } from 'next-intl'
import { NO_ANSWER, type ApiError } from '@/lib/client/api-error'

/** The texts of PROTOCOL.md §4 that the server refuses with. */
const REFUSALS = {
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
} as const

const BY_CODE = { 10002: 'forbidden', 10003: 'internal', 20002: 'unauthorized', 40000: 'unavailable' } as const

const has = <T extends object>(map: T, key: PropertyKey): key is keyof T => Object.hasOwn(map, key)

/** What went wrong, in the reader's language where the text is known, else in the server's words. */
export function useErrorText(): (error: ApiError) => string {
  const t = useTranslations('errors')
  return (error) => {
    if (has(REFUSALS, error.msg)) return t(`refusal.${REFUSALS[error.msg]}`)
    if (error.code === NO_ANSWER) return t('noAnswer')
    if (has(BY_CODE, error.code)) return t(BY_CODE[error.code])
    return error.msg
  }
}
