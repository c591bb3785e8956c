'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useErrorText } from '@/components/ui/error-text'
import { useNotify } from '@/components/ui/notices'
import { links } from '@/lib/client/links'
import { useChange } from '@/lib/client/use-change'
import { toCreateInput, type VersionDraft } from './version-draft'

/** Makes the version of a draft without problems, publishes it where that is wanted, and leads to it. */
export function useCreateVersion() {
  const t = useTranslations('applications')
  const router = useRouter()
  const notify = useNotify()
  const errorText = useErrorText()
  const create = useChange('application/createApplication')
  const publish = useChange('application/publishApplicationVersion')
  const [made, setMade] = useState(false)

  const send = async (draft: VersionDraft, publishes: boolean) => {
    const { appName, version } = draft
    const name = `${appName} ${version}`
    if (!(await create.run(toCreateInput(draft))).ok) return
    setMade(true)
    const published = publishes ? await publish.run({ appName, version }) : undefined
    if (!published) notify(t('created', { name }))
    else if (published.ok) {
      const onSelect = () => router.push(links.deploy(appName, version))
      notify(t('createdPublished', { name }), { action: { label: t('deploy'), onSelect } })
    } else notify(t('createdOnly', { name, why: errorText(published.error) }), 'attention')
    router.push(links.version(appName, version))
  }
  return { send, made, busy: create.busy || publish.busy, error: create.error }
}
