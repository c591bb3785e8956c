import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { pack, type Header } from 'tar-stream'

/** One member of a hand-made tar: a file with `content`, or whatever `header.type` says (symlink, link, …). */
export interface TarMember {
  header: Partial<Header> & Pick<Header, 'name'>
  content?: Buffer | string
}

/** A tar archive of exactly these members, in this order, with fixed times: equal input gives equal bytes. */
export async function makeTar(members: TarMember[]): Promise<Buffer> {
  const tar = pack()
  for (const { header, content } of members) {
    tar.entry({ mtime: new Date(0), mode: 0o644, ...header }, content ?? '')
  }
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export const sha256Hex = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

export interface MakeArchiveOptions {
  /** e.g. `['example.org/demo/hello:1.0']`; an empty list makes an archive without a tag. */
  repoTags: string[]
  /** The files of the image's one layer, by path without a leading slash. */
  files: Record<string, string | Buffer>
  arch?: string
  /** `old`: `<id>/layer.tar`, Docker before 25; `new`: Docker 25's, both layouts at once; `oci`: an OCI image layout. */
  layout?: 'old' | 'new' | 'oci'
}

interface ImageParts {
  layer: Buffer
  config: Buffer
}

async function makeParts(options: MakeArchiveOptions): Promise<ImageParts> {
  const layer = await makeTar(Object.entries(options.files).map(([name, content]) => ({ header: { name }, content })))
  const config = {
    architecture: options.arch ?? 'amd64',
    os: 'linux',
    created: '2026-01-01T00:00:00Z',
    config: { Cmd: ['/bin/sh'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256Hex(layer)}`] },
    history: [{ created: '2026-01-01T00:00:00Z', created_by: 'make-archive' }],
  }
  return { layer, config: Buffer.from(JSON.stringify(config)) }
}

function file(name: string, content: Buffer | object): TarMember {
  return { header: { name }, content: Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content)) }
}

function blob(content: Buffer): TarMember {
  return file(`blobs/sha256/${sha256Hex(content)}`, content)
}

function oldLayout({ layer, config }: ImageParts, repoTags: string[]): TarMember[] {
  const layerId = sha256Hex(`layer ${sha256Hex(layer)}`)
  const configName = `${sha256Hex(config)}.json`
  return [
    { header: { name: `${layerId}/`, type: 'directory', mode: 0o755 } },
    file(`${layerId}/VERSION`, Buffer.from('1.0')),
    file(`${layerId}/json`, { id: layerId }),
    file(`${layerId}/layer.tar`, layer),
    file(configName, config),
    file('manifest.json', [{ Config: configName, RepoTags: repoTags, Layers: [`${layerId}/layer.tar`] }]),
  ]
}

/** The part that both layouts with blobs share: config, layer, manifest, index. */
function blobLayout({ layer, config }: ImageParts, compressed: boolean, annotations: object[]): TarMember[] {
  const layerBlob = compressed ? gzipSync(layer) : layer
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: descriptor('application/vnd.oci.image.config.v1+json', config),
      layers: [descriptor(`application/vnd.oci.image.layer.v1.tar${compressed ? '+gzip' : ''}`, layerBlob)],
    }),
  )
  const manifests = annotations.map((annotation) => ({
    ...descriptor('application/vnd.oci.image.manifest.v1+json', manifest),
    annotations: annotation,
  }))
  return [
    blob(config),
    blob(layerBlob),
    blob(manifest),
    file('oci-layout', { imageLayoutVersion: '1.0.0' }),
    file('index.json', { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests }),
  ]
}

/** An OCI content descriptor of these bytes. */
export function descriptor(mediaType: string, content: Buffer) {
  return { mediaType, digest: `sha256:${sha256Hex(content)}`, size: content.length }
}

/** A small image archive as `docker save` or an OCI tool writes it; equal input gives equal bytes. */
export async function makeDockerArchive(options: MakeArchiveOptions): Promise<Buffer> {
  const parts = await makeParts(options)
  if (options.layout === 'oci') {
    const annotations = options.repoTags.map((tag) => ({ 'org.opencontainers.image.ref.name': tag }))
    return makeTar(blobLayout(parts, true, annotations))
  }
  if (options.layout === 'new') {
    const annotations = options.repoTags.map((tag) => ({
      'io.containerd.image.name': tag,
      'org.opencontainers.image.ref.name': tag.slice(tag.lastIndexOf(':') + 1),
    }))
    const manifest = {
      Config: `blobs/sha256/${sha256Hex(parts.config)}`,
      RepoTags: options.repoTags,
      Layers: [`blobs/sha256/${sha256Hex(parts.layer)}`],
    }
    return makeTar([...blobLayout(parts, false, annotations), file('manifest.json', [manifest])])
  }
  return makeTar(oldLayout(parts, options.repoTags))
}
