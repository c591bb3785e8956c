import { makeTar, sha256Hex, type TarMember } from '@/lib/registry/testing/make-archive'

export interface ImageOptions {
  tags: string[]
  arch?: string
  /** Makes the image differ from others. */
  salt?: string
  labels?: Record<string, string>
}

export interface ImageFiles {
  layer: Buffer
  config: Buffer
  layerName: string
  configName: string
}

/** The parts of a `docker save` archive of one layer. */
export async function imageFiles({ arch = 'amd64', salt = '', labels = {} }: ImageOptions): Promise<ImageFiles> {
  const layer = await makeTar([{ header: { name: 'etc/salt' }, content: `salt ${salt}` }])
  const config = Buffer.from(
    JSON.stringify({
      architecture: arch,
      os: 'linux',
      config: { Cmd: ['/bin/sh'], Labels: labels },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256Hex(layer)}`] },
      history: [{ created: '2026-01-01T00:00:00Z', created_by: 'COPY salt /etc/salt' }],
    }),
  )
  return { layer, config, layerName: `${sha256Hex(layer)}/layer.tar`, configName: `${sha256Hex(config)}.json` }
}

export interface ManifestEntry {
  Config: string
  RepoTags: string[] | null
  Layers: string[]
}

export function file(name: string, content: Buffer | string | object): TarMember {
  const bytes = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content)
  return { header: { name }, content: bytes }
}

/** The members of the archive; a test of bad archives changes one of them. */
export async function imageMembers(options: ImageOptions): Promise<TarMember[]> {
  const { layer, config, layerName, configName } = await imageFiles(options)
  const manifest: ManifestEntry[] = [{ Config: configName, RepoTags: options.tags, Layers: [layerName] }]
  return [file(layerName, layer), file(configName, config), file('manifest.json', manifest)]
}

export async function imageArchive(options: ImageOptions): Promise<Buffer> {
  return makeTar(await imageMembers(options))
}

/** One archive of several images, as `docker save a b` writes it. */
export async function archiveOfSeveral(images: readonly ImageOptions[]): Promise<Buffer> {
  const members = new Map<string, TarMember>()
  const manifest: ManifestEntry[] = []
  for (const image of images) {
    const { layer, config, layerName, configName } = await imageFiles(image)
    members.set(layerName, file(layerName, layer))
    members.set(configName, file(configName, config))
    manifest.push({ Config: configName, RepoTags: image.tags, Layers: [layerName] })
  }
  return makeTar([...members.values(), file('manifest.json', manifest)])
}
