import { randomBytes } from 'node:crypto'
import { makeTar, sha256Hex } from '@/lib/registry/testing/make-archive'
import { file } from './archive'

export interface ShowcaseImage {
  tag: string
  arch?: string
  /** What each layer's command was, with the layer's size; 0: a command that made none. */
  steps: readonly (readonly [createdBy: string, bytes: number])[]
  labels?: Record<string, string>
  /** When it was built. */
  created?: string
}

/** A `docker save` archive of one image with several layers, whose history and settings look like a real one's. */
export async function showcaseArchive(image: ShowcaseImage): Promise<Buffer> {
  const { tag, arch = 'amd64', steps, labels = {}, created = '2026-09-14T08:30:00Z' } = image
  const layers: Buffer[] = []
  for (const [index, [, bytes]] of steps.entries()) {
    if (bytes > 0) layers.push(await makeTar([{ header: { name: `srv/part-${index}` }, content: randomBytes(bytes) }]))
  }
  const config = Buffer.from(
    JSON.stringify({
      architecture: arch,
      os: 'linux',
      created,
      config: {
        Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'TZ=Asia/Shanghai', 'LOG_LEVEL=info'],
        Entrypoint: ['/usr/local/bin/serve'],
        Cmd: ['--listen', ':8080'],
        WorkingDir: '/srv',
        ExposedPorts: { '8080/tcp': {} },
        Labels: labels,
      },
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256Hex(layer)}`) },
      history: steps.map(([createdBy, bytes]) => ({
        created,
        created_by: createdBy,
        ...(bytes === 0 && { empty_layer: true }),
      })),
    }),
  )
  const configName = `${sha256Hex(config)}.json`
  const names = layers.map((layer) => `${sha256Hex(layer)}/layer.tar`)
  return makeTar([
    ...layers.map((layer, index) => file(names[index] ?? '', layer)),
    file(configName, config),
    file('manifest.json', [{ Config: configName, RepoTags: [tag], Layers: names }]),
  ])
}
