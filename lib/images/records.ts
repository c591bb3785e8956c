import { z } from 'zod'
import { imageUse, layer, platform } from './schema'
import type { ImageRecord, ImageUse, ImageVersionRecord, OrgRecord } from './schema'
import type { ImageRow, ImageVersionRow, OrgRow } from './store'
import type { UseRow } from './use-store'

/** Rows as PROTOCOL.md §7 shows them. */

const platforms = z.array(platform)
const layers = z.array(layer)

interface OrgTotals {
  imageCount: number
  sizeBytes: number
}

export function toOrgRecord({ createAt, updateAt, ...same }: OrgRow, totals?: OrgTotals): OrgRecord {
  const { imageCount, sizeBytes } = totals ?? { imageCount: 0, sizeBytes: 0 }
  return { ...same, imageCount, sizeBytes, createAt: createAt.toISOString(), updateAt: updateAt.toISOString() }
}

interface ImageTotals {
  latest: { imageVersion: string; sizeBytes: bigint } | undefined
  useCount: number
}

export function toImageRecord(
  { orgId: _, _count, createAt, updateAt, ...same }: ImageRow,
  { latest, useCount }: ImageTotals,
): ImageRecord {
  return {
    ...same,
    versionCount: _count.versions,
    latestVersion: latest?.imageVersion ?? '',
    sizeBytes: Number(latest?.sizeBytes ?? 0),
    useCount,
    createAt: createAt.toISOString(),
    updateAt: updateAt.toISOString(),
  }
}

export function toImageVersionRecord(row: ImageVersionRow, useCount: number): ImageVersionRecord {
  const { recordId: _, tagSortKey: __, reference, createAt, updateAt, ...same } = row
  const sizeBytes = Number(row.sizeBytes)
  return {
    ...same,
    sizeBytes,
    imageSize: Math.round(sizeBytes / 1e4) / 100,
    DownloadCommand: `docker pull ${reference}`,
    platforms: platforms.parse(JSON.parse(row.platforms)),
    layers: layers.parse(JSON.parse(row.layers)),
    useCount,
    createAt: createAt.toISOString(),
    updateAt: updateAt.toISOString(),
  }
}

export function toImageUse({ containerImage, containerImageVersion, _count, ...same }: UseRow): ImageUse {
  return {
    ...same,
    status: imageUse.shape.status.parse(same.status),
    imageName: containerImage,
    imageVersion: containerImageVersion,
    deploymentCount: _count.deployments,
    createAt: same.createAt.toISOString(),
  }
}
