import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

const LAYERS = 5

/**
 * A `docker save` archive of about `bytes`, its layers cut from /usr: programs, libraries and documents compress as a
 * real image's do. Answers the archive's path; what it took to make it stays in `dir`.
 */
export async function makeBigImage(dir: string, bytes: number): Promise<{ file: string; bytes: number }> {
  const parts = await cutUsr(bytes)
  const layers: { name: string; diffId: string }[] = []
  for (const [index, files] of parts.entries()) {
    const folder = path.join(dir, `layer-${index}`)
    await mkdir(folder)
    const list = path.join(dir, 'files')
    await writeFile(list, files.join('\n'))
    execFileSync('tar', ['-C', '/', '--no-recursion', '-cf', path.join(folder, 'layer.tar'), '-T', list])
    layers.push({ name: `layer-${index}/layer.tar`, diffId: await sha256(path.join(folder, 'layer.tar')) })
  }
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['/bin/true'] },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${layer.diffId}`) },
  }
  await writeFile(path.join(dir, 'config.json'), JSON.stringify(config))
  const manifest = [{ Config: 'config.json', RepoTags: ['big:1'], Layers: layers.map((layer) => layer.name) }]
  await writeFile(path.join(dir, 'manifest.json'), JSON.stringify(manifest))
  const file = path.join(dir, 'big.tar')
  execFileSync('tar', ['-C', dir, '-cf', file, 'config.json', 'manifest.json', ...layers.map((layer) => layer.name)])
  return { file, bytes: (await stat(file)).size }
}

/** Files of /usr, in the folders' order, in parts of about the same size. */
async function cutUsr(bytes: number): Promise<string[][]> {
  const parts: string[][] = [[]]
  let size = 0
  for await (const [file, fileSize] of filesBelow('/usr')) {
    if (size + fileSize > bytes * 1.02) continue
    if (size > (bytes / LAYERS) * parts.length) parts.push([])
    parts.at(-1)?.push(file.slice(1))
    size += fileSize
    if (size >= bytes) return parts
  }
  return parts
}

async function* filesBelow(folder: string): AsyncGenerator<[string, number]> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(place)
    else if (entry.isFile() && !place.includes('\n')) yield [place, (await stat(place)).size]
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(file) as AsyncIterable<Buffer>) hash.update(part)
  return hash.digest('hex')
}
