'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { platformName } from '@/components/images/platform-name'
import { UploadButton } from '@/components/images/upload-button'
import { useUnits } from '@/components/ui/use-units'
import { callOperation } from '@/lib/client/api'
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
export function ImageStep({ form }: { form: VersionForm }) {
  const t = useTranslations('applications')
  const detail = useDetail()
  const { draft, change, problemOf, image } = form
  const { orgName, imageName, imageVersion } = draft
  const pickVersion = (picked: ImageVersionRecord | undefined) => {
    if (!picked) change(NO_VERSION)
    else change({ imageVersion: picked.imageVersion, arch: chosenFor(offeredArch(picked.platforms), draft.arch) })
  }
  return (
    <>
      <ChoiceField
        label={t('field.org')}
        source={orgs}
        nameOf={(org) => org.orgName}
        detailOf={(org) => t('imageCount', { count: org.imageCount })}
        value={orgName}
        onPick={(org) => change({ orgName: org?.orgName ?? '', ...NO_IMAGE }, ['orgName'])}
        problem={problemOf('orgName')}
      />
      {orgName !== '' && (
        <ChoiceField
          key={orgName}
          label={t('field.image')}
          source={imagesOf(orgName)}
          nameOf={(one) => one.imageName}
          detailOf={(one) => t('versionCount', { count: one.versionCount })}
          value={imageName}
          onPick={(one) => change({ imageName: one?.imageName ?? '', ...NO_VERSION }, ['imageName'])}
          problem={problemOf('imageName')}
        />
      )}
      {imageName !== '' && (
        <ChoiceField
          key={`${orgName}/${imageName}`}
          label={t('field.imageVersion')}
          source={versionsOf(orgName, imageName)}
          nameOf={(version) => version.imageVersion}
          detailOf={detail}
          value={imageVersion}
          onPick={pickVersion}
          problem={problemOf('imageVersion')}
          hint={image && detail(image)}
        />
      )}
      <UploadHint orgName={orgName} />
    </>
  )
}

/** Platforms and size of an image version. */
function useDetail(): (version: ImageVersionRecord) => string {
  const units = useUnits()
  return ({ platforms, sizeBytes }) => [...platforms.map(platformName), units.bytes(sizeBytes)].join(' · ')
}

/** The image may still have to be uploaded; that can be done without leaving the form. */
function UploadHint({ orgName }: { orgName: string }) {
  const t = useTranslations('applications')
  const { data } = useOperation('image/listImage', { pageNum: 1, pageSize: 1 })
  const none = data?.total === 0
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 4, rowGap: 2 }}>
      <Box sx={{ color: none ? 'tone.attention' : 'text.secondary' }}>{none ? t('noImages') : t('notThere')}</Box>
      <UploadButton orgName={orgName === '' ? undefined : orgName} variant="outlined" />
    </Box>
  )
}
