import { describe, expect, test } from 'vitest'
import { descriptor, makeTar, type TarMember } from '@/lib/registry/testing/make-archive'
import { tempDirs } from '@/lib/testing/temp-dir'
import { imagesOf, refusalOfArchive } from '../testing/archives'
import { blob, configOf, file, indexFile, json, named, OCI, ociManifest } from '../testing/layout'

const tempDir = tempDirs('many-manifests')
const refusalOf = async (members: TarMember[]) => refusalOfArchive(await makeTar(members), await tempDir())

describe('a small archive does not grow in memory', () => {
  /** An index of some kilobytes that names the other this many times. */
  const repeating = (child: Buffer, times: number, kind: string) =>
    json({ schemaVersion: 2, manifests: Array.from({ length: times }).fill(descriptor(kind, child)) })

  test('an index that names one large manifest over and over is read as one that names it once', async () => {
    const [config, padding] = [configOf([]), 'x'.repeat(100_000)]
    const manifest = json({ ...(JSON.parse(ociManifest(config, []).toString()) as object), annotations: { padding } })
    let index = manifest
    const members = [blob(config), blob(manifest)]
    for (const kind of ['manifest', 'index', 'index']) {
      index = repeating(index, 10_000, `${OCI}.${kind}.v1+json`)
      members.push(blob(index))
    }
    members.push(indexFile([named(index, 'a/x:1', 'index'), named(index, 'a/x:2', 'index')]))
    const images = await imagesOf(await makeTar(members), await tempDir())
    expect(images.map(({ tag, platforms }) => [tag, platforms.length])).toEqual([
      ['1', 1],
      ['2', 1],
    ])
    expect(images[0]?.manifests).toHaveLength(4)
    expect(images[0]?.manifests[0]?.bytes).toBe(images[1]?.manifests[0]?.bytes)
  })

  test('nor by calling it something else each time', async () => {
    const config = configOf([])
    const manifest = ociManifest(config, [])
    const once = descriptor(`${OCI}.manifest.v1+json`, manifest)
    const entries = Array.from({ length: 1500 }, (_, n) => ({ ...once, mediaType: `application/vnd.example.${n}` }))
    const index = json({ schemaVersion: 2, manifests: entries })
    const members = [blob(config), blob(manifest), blob(index), indexFile([named(index, 'a/x:1', 'index')])]
    expect(await refusalOf(members)).toContain('manifests and configurations')
  })

  test('many large manifests are refused', async () => {
    const config = configOf([])
    const manifests = Array.from({ length: 9 }, (_, n) =>
      json({ ...(JSON.parse(ociManifest(config, []).toString()) as object), padding: String(n).repeat(4_000_000) }),
    )
    const entries = manifests.map((manifest, n) => named(manifest, `a/x:${n}`))
    expect(await refusalOf([blob(config), ...manifests.map(blob), indexFile(entries)])).toContain('bytes of them')
  })

  test('more tags than anyone saves at once are refused, of either layout', async () => {
    const config = configOf([])
    const tags = Array.from({ length: 1001 }, (_, n) => `a/x:${n}`)
    const docker = file('manifest.json', json([{ Config: 'c.json', RepoTags: tags, Layers: [] }]))
    expect(await refusalOf([file('c.json', config), docker])).toContain('1000 tags')
    const manifest = ociManifest(config, [])
    const oci = indexFile(tags.map((tag) => named(manifest, tag)))
    expect(await refusalOf([blob(config), blob(manifest), oci])).toContain('1000 tags')
  })
})
