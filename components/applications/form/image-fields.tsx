'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { AppLink } from '@/components/ui/app-link'
import { callOperation } from '@/lib/client/api'
import { links } from '@/lib/client/links'
import { useOperation } from '@/lib/client/use-operation'
import type { ImageRecord, ImageVersionRecord, OrgRecord } from '@/lib/images/schema'
import { ChoiceField } from './choice-field'
import { chosenFor, offeredArch } from './offered-arch'
import type { ChoiceSource } from './use-choices'
import type { VersionForm } from './use-version-form'

const orgs: ChoiceSource<OrgRecord> = {
  path: 'image/listOrg',
  of: [],
  load: async (page) => {
    const { total, imageOrgs } = await callOperation('image/listOrg', { ...page, sortBy: 'orgName' })
    return { total, items: imageOrgs }
  },
}

const imagesOf = (orgName: string): ChoiceSource<ImageRecord> => ({
  path: 'image/listImage',
  of: [orgName],
  load: async (page) => {
    const { total, images } = await callOperation('image/listImage', { ...page, orgName, sortBy: 'imageName' })
    return { total, items: images }
  },
})

/** Newest first, as the one that is wanted mostly is. */
const versionsOf = (orgName: string, imageName: string): ChoiceSource<ImageVersionRecord> => ({
  path: 'image/listImageVersion',
  of: [orgName, imageName],
  load: async (page) => {
    const { total, imageVersions } = await callOperation('image/listImageVersion', { ...page, orgName, imageName })
    return { total, items: imageVersions }
  },
})

const NO_VERSION = { imageVersion: '' }
const NO_IMAGE = { imageName: '', ...NO_VERSION }

/** Which image runs: organisation, then one of its images, then one of that image's versions. */
export function ImageFields({ form }: { form: VersionForm }) {
  const t = useTranslations('applications')
  const { draft, change, problemOf } = form
  const { orgName, imageName, imageVersion } = draft
  const pickVersion = (picked: ImageVersionRecord | undefined) => {
    if (!picked) change(NO_VERSION)
    else change({ imageVersion: picked.imageVersion, arch: chosenFor(offeredArch(picked.platforms), draft.arch) })
  }
  return (
    <>
      <NoImagesYet />
      <ChoiceField
        label={t('field.org')}
        source={orgs}
        nameOf={(org) => org.orgName}
        value={orgName}
        onPick={(org) => change({ orgName: org?.orgName ?? '', ...NO_IMAGE }, ['orgName'])}
        problem={problemOf('orgName')}
      />
      {orgName !== '' && (
        <ChoiceField
          key={orgName}
          label={t('field.image')}
          source={imagesOf(orgName)}
          nameOf={(image) => image.imageName}
          value={imageName}
          onPick={(image) => change({ imageName: image?.imageName ?? '', ...NO_VERSION }, ['imageName'])}
          problem={problemOf('imageName')}
        />
      )}
      {imageName !== '' && (
        <ChoiceField
          key={`${orgName}/${imageName}`}
          label={t('field.imageVersion')}
          source={versionsOf(orgName, imageName)}
          nameOf={(version) => version.imageVersion}
          value={imageVersion}
          onPick={pickVersion}
          problem={problemOf('imageVersion')}
        />
      )}
    </>
  )
}

function NoImagesYet() {
  const t = useTranslations('applications')
  const { data } = useOperation('image/listImage', { pageNum: 1, pageSize: 1 })
  if (data?.total !== 0) return null
  return (
    <Box sx={{ p: 3, border: 1, borderColor: 'tone.attention', borderRadius: 1 }}>
      {t.rich('noImages', { link: (words) => <AppLink href={links.images}>{words}</AppLink> })}
    </Box>
  )
}
