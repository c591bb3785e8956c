import { readFile } from 'node:fs/promises'
import { makeTar, sha256Hex } from '@/lib/registry/testing/make-archive'

/** Debian's busybox-static: all that an image needs to run. */
export const BUSYBOX = '/bin/busybox'

/** Of this machine, as images name it. */
export const ARCH = process.arch === 'arm64' ? 'arm64' : 'amd64'

interface Options {
  /** e.g. `app:1` */
  tag: string
  /** An applet with its arguments. */
  command: readonly string[]
  /** More files, by path without a leading slash. */
  files?: Readonly<Record<string, string>>
}

/** A `docker save` archive of an image that really runs: busybox, a shell, and what is asked for. */
export async function busyboxArchive({ tag, command, files = {} }: Options): Promise<Buffer> {
  const layer = await makeTar([
    { header: { name: 'bin/busybox', mode: 0o755 }, content: await readFile(BUSYBOX) },
    { header: { name: 'bin/sh', type: 'symlink', linkname: 'busybox' } },
    { header: { name: 'tmp/', type: 'directory', mode: 0o1777 } },
    ...Object.entries(files).map(([name, content]) => ({ header: { name }, content })),
  ])
  const config = Buffer.from(
    JSON.stringify({
      architecture: ARCH,
      os: 'linux',
      created: '2026-01-01T00:00:00Z',
      config: { Entrypoint: [BUSYBOX], Cmd: command, Env: ['PATH=/bin'], WorkingDir: '/' },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256Hex(layer)}`] },
      history: [{ created: '2026-01-01T00:00:00Z', created_by: 'busybox' }],
    }),
  )
  const [layerName, configName] = [`${sha256Hex(layer)}/layer.tar`, `${sha256Hex(config)}.json`]
  const manifest = [{ Config: configName, RepoTags: [tag], Layers: [layerName] }]
  return makeTar([
    { header: { name: layerName }, content: layer },
    { header: { name: configName }, content: config },
    { header: { name: 'manifest.json' }, content: JSON.stringify(manifest) },
  ])
}
