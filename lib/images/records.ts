import { z } from 'zod'
import { layer, platform, type ImageRecord, type ImageVersionRecord, type OrgRecord } from './schema'
import type { ImageRow, ImageVersionRow, OrgRow } from './store'

/** Rows as PROTOCOL.md §7 shows them. */

const platforms = z.array(platform)
const layers = z.array(layer)

export function toOrgRecord({ createAt, updateAt, ...same }: OrgRow): OrgRecord {
  return { ...same, createAt: createAt.toISOString(), updateAt: updateAt.toISOString() }
}

export function toImageRecord({ orgId: _, _count, createAt, updateAt, ...same }: ImageRow): ImageRecord {
  return {
    ...same,
    versionCount: _count.versions,
    createAt: createAt.toISOString(),
    updateAt: updateAt.toISOString(),
  }
}

export function toImageVersionRecord(row: ImageVersionRow): ImageVersionRecord {
  const { recordId: _, reference, createAt, updateAt, ...same } = row
  const sizeBytes = Number(row.sizeBytes)
  return {
    ...same,
    sizeBytes,
    imageSize: Math.round(sizeBytes / 1e4) / 100,
    DownloadCommand: `docker pull ${reference}`,
    platforms: platforms.parse(JSON.parse(row.platforms)),
    layers: layers.parse(JSON.parse(row.layers)),
    createAt: createAt.toISOString(),
    updateAt: updateAt.toISOString(),
  }
}
