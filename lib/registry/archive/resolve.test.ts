import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { descriptor, makeDockerArchive, makeTar, type TarMember } from '@/lib/registry/testing/make-archive'
import { tempDirs } from '@/lib/testing/temp-dir'
import { bytesOf, imagesOf, refusalOfArchive } from '../testing/archives'
import { blob, configOf, file, indexFile, json, named, OCI, ociManifest, sha } from '../testing/layout'
import { hasProgram } from '../testing/servers'

const tempDir = tempDirs('resolve')
const [hasSkopeo, hasUmoci] = [hasProgram('skopeo'), hasProgram('umoci')]

const refusalOf = async (members: TarMember[]) => refusalOfArchive(await makeTar(members), await tempDir())

interface Manifest {
  config: { digest: string; size: number }
  layers: { digest: string; size: number; mediaType: string }[]
}

const layer = (text: string) => makeTar([file('file', text)])

describe('docker-save', () => {
  test.each(['old', 'new'] as const)('%s layout: the layer is packed, the configuration stays', async (layout) => {
    const options = { repoTags: ['example.org/demo/hello:1.0'], files: { hello: 'hello' }, arch: 'arm64' }
    const [image, ...more] = await imagesOf(await makeDockerArchive({ ...options, layout }), await tempDir())
    expect(more).toEqual([])
    expect(image).toMatchObject({ imageName: 'hello', tag: '1.0', platforms: [{ os: 'linux', architecture: 'arm64' }] })
    const manifest = JSON.parse(image?.manifests[0]?.bytes.toString() ?? '') as Manifest
    expect(image?.manifests).toHaveLength(1)
    expect(manifest.config.digest).toBe(image?.imageId)
    expect(image?.layers).toEqual([{ ...manifest.layers[0], createdBy: 'make-archive' }])
    const config = await bytesOf(image?.blobs.find((one) => one.digest === image.imageId) ?? { open: never })
    expect(sha(config)).toBe(image?.imageId)
    const packed = await bytesOf(
      image?.blobs.find((one) => one.digest === manifest.layers[0]?.digest) ?? { open: never },
    )
    expect(packed.length).toBe(manifest.layers[0]?.size)
    const diffIds = (JSON.parse(config.toString()) as { rootfs: { diff_ids: string[] } }).rootfs.diff_ids
    expect(sha(gunzipSync(packed))).toBe(diffIds[0])
    expect(image?.sizeBytes).toBe(config.length + packed.length)
  })

  test('the same archive always becomes the same manifest', async () => {
    const bytes = await makeDockerArchive({ repoTags: ['a:1'], files: { hello: 'hello' } })
    const [first] = await imagesOf(bytes, await tempDir())
    const [second] = await imagesOf(gzipSync(bytes), await tempDir())
    expect(second?.digest).toBe(first?.digest)
  })

  test('all tags of all images are taken', async () => {
    const [one, two] = [await layer('one'), await layer('two')]
    const [a, b] = [configOf([sha(one)]), configOf([sha(one), sha(two)])]
    const images = await imagesOf(
      await makeTar([
        file('1.tar', one),
        file('2.tar', two),
        file('a.json', a),
        file('b.json', b),
        file(
          'manifest.json',
          json([
            { Config: 'a.json', RepoTags: ['x/a:1', 'y/a:2'], Layers: ['1.tar'] },
            { Config: 'b.json', RepoTags: ['x/b:1', 'z/b:1'], Layers: ['1.tar', '2.tar'] },
          ]),
        ),
      ]),
      await tempDir(),
    )
    expect(images.map(({ imageName, tag }) => `${imageName}:${tag}`)).toEqual(['a:1', 'a:2', 'b:1'])
    expect(images[2]?.layers).toHaveLength(2)
  })

  test('repeated layers are links, which are followed', async () => {
    const shared = await layer('shared')
    const config = configOf([sha(shared), sha(shared), sha(shared)])
    const link = (name: string, type: 'symlink' | 'link', linkname: string) => ({ header: { name, type, linkname } })
    const [image] = await imagesOf(
      await makeTar([
        link('b/layer.tar', 'symlink', '../a/layer.tar'), // before what it names, too
        file('a/layer.tar', shared),
        link('c/layer.tar', 'link', 'b/layer.tar'),
        file('config.json', config),
        file(
          'manifest.json',
          json([{ Config: 'config.json', RepoTags: ['a:1'], Layers: ['a/layer.tar', 'b/layer.tar', 'c/layer.tar'] }]),
        ),
      ]),
      await tempDir(),
    )
    expect(new Set(image?.layers.map(({ digest }) => digest)).size).toBe(1)
    expect(image?.layers).toHaveLength(3)
    expect(image?.blobs).toHaveLength(2)
  })

  test('an empty layer is a layer', async () => {
    const empty = Buffer.alloc(1024)
    const config = configOf([sha(empty)])
    const manifest = json([{ Config: 'c.json', RepoTags: ['a:1'], Layers: ['l.tar'] }])
    const members = [file('l.tar', empty), file('c.json', config), file('manifest.json', manifest)]
    const [image] = await imagesOf(await makeTar(members), await tempDir())
    expect(image?.layers).toHaveLength(1)
  })

  test('a layer that is packed already stays as it is; its content is verified all the same', async () => {
    const plain = await layer('x')
    const packed = gzipSync(plain)
    const manifest = json([{ Config: 'c.json', RepoTags: ['a:1'], Layers: ['l.tar'] }])
    const members = (config: Buffer) => [file('l.tar', packed), file('c.json', config), file('manifest.json', manifest)]
    const [image] = await imagesOf(await makeTar(members(configOf([sha(plain)]))), await tempDir())
    expect(image?.layers[0]?.digest).toBe(sha(packed))
    expect(await refusalOf(members(configOf([sha(packed)])))).toContain('another digest')
  })

  const manifest = (more: object) =>
    file('manifest.json', json([{ Config: 'c.json', RepoTags: ['a:1'], Layers: ['l.tar'], ...more }]))
  test.each<[string, (plain: Buffer) => TarMember[], string]>([
    ['no tag', (l) => [file('l.tar', l), file('c.json', configOf([sha(l)])), manifest({ RepoTags: null })], 'no tag'],
    ['a missing layer', (l) => [file('c.json', configOf([sha(l)])), manifest({})], 'l.tar'],
    ['a missing configuration', (l) => [file('l.tar', l), manifest({})], 'c.json'],
    [
      'another layer',
      (l) => [file('l.tar', l), file('c.json', configOf([sha(json(1))])), manifest({})],
      'another digest',
    ],
    ['a layer too few', (l) => [file('l.tar', l), file('c.json', configOf([])), manifest({})], '0 layers'],
    ['a layer that is no tar', () => [file('l.tar', 'x'), file('c.json', configOf(['x'])), manifest({})], 'no tar'],
    ['broken JSON', (l) => [file('l.tar', l), file('manifest.json', '[{')], 'no valid JSON'],
    ['JSON of another shape', (l) => [file('l.tar', l), file('manifest.json', '{"a":1}')], 'not as it must be'],
    ['a configuration that is a tar', (l) => [file('l.tar', l), file('c.json', l), manifest({})], 'no JSON'],
    ['a path outside', () => [manifest({ Config: '../c.json' })], 'leads outside'],
    [
      'a bad tag',
      (l) => [file('l.tar', l), file('c.json', configOf([sha(l)])), manifest({ RepoTags: ['A:!'] })],
      'A:!',
    ],
    ['no manifest at all', (l) => [file('l.tar', l)], 'neither manifest.json nor index.json'],
    ['the format before 1.10', () => [file('repositories', '{}')], 'schema 1'],
  ])('refuses %s', async (_, members, sentence) => {
    expect(await refusalOf(members(await layer('x')))).toContain(sentence)
  })

  test('two different images that would get one name are refused', async () => {
    const plain = await layer('x')
    const [a, b] = [configOf([sha(plain)]), configOf([sha(plain)], { author: 'b' })]
    const images = ['a', 'b'].map((name) => ({ Config: `${name}.json`, RepoTags: [`${name}/x:1`], Layers: ['l'] }))
    const members = [file('l', plain), file('a.json', a), file('b.json', b), file('manifest.json', json(images))]
    expect(await refusalOf(members)).toContain('x:1')
  })
})

function never(): never {
  throw new Error('the blob is not among the image’s')
}

describe('OCI layout', () => {
  test('nothing is changed: manifest, configuration and layer keep their digests', async () => {
    const plain = await layer('x')
    const [packed, config] = [gzipSync(plain), configOf([sha(plain)])]
    const manifest = ociManifest(config, [packed])
    const members = [blob(packed), blob(config), blob(manifest), indexFile([named(manifest, 'a/x:1')])]
    const [image] = await imagesOf(await makeTar(members), await tempDir())
    expect(image).toMatchObject({ imageName: 'x', tag: '1', digest: sha(manifest), imageId: sha(config) })
    expect(image?.manifests.map(({ bytes }) => bytes.toString())).toEqual([manifest.toString()])
    expect(image?.blobs.map(({ digest }) => digest)).toEqual([sha(config), sha(packed)])
  })

  test('layers that are not packed reach the registry as they are, so that digests hold', async () => {
    const plain = await layer('x'.repeat(10_000))
    const config = configOf([sha(plain)])
    const manifest = ociManifest(config, [plain], 'tar')
    const members = [blob(plain), blob(config), blob(manifest), indexFile([named(manifest, 'a/x:1')])]
    const [image] = await imagesOf(await makeTar(members), await tempDir())
    const sent = image?.blobs.find(({ digest }) => digest === sha(plain))
    expect(sent?.size).toBe(plain.length)
    expect((await bytesOf(sent ?? { open: never })).equals(plain)).toBe(true)
  })

  async function platforms(withArm: boolean) {
    const parts = await Promise.all(
      ['amd64', 'arm64'].map(async (architecture) => {
        const plain = await layer(architecture)
        const config = configOf([sha(plain)], { architecture })
        return { plain: gzipSync(plain), config, manifest: ociManifest(config, [gzipSync(plain)]) }
      }),
    )
    const index = json({
      schemaVersion: 2,
      mediaType: `${OCI}.index.v1+json`,
      manifests: parts.map(({ manifest }) => descriptor(`${OCI}.manifest.v1+json`, manifest)),
    })
    const present = withArm ? parts : parts.slice(0, 1)
    const blobs = present.flatMap(({ plain, config, manifest }) => [blob(plain), blob(config), blob(manifest)])
    return { index, parts, members: [...blobs, blob(index), indexFile([named(index, 'a/x:1', 'index')])] }
  }

  test('an image for several platforms keeps its index', async () => {
    const { index, parts, members } = await platforms(true)
    const [image] = await imagesOf(await makeTar(members), await tempDir())
    expect(image?.digest).toBe(sha(index))
    expect(image?.manifests.map(({ digest }) => digest)).toEqual([...parts.map((p) => sha(p.manifest)), sha(index)])
    expect(image?.platforms.map(({ architecture }) => architecture)).toEqual(['amd64', 'arm64'])
    expect(image?.blobs).toHaveLength(4)
  })

  test('a platform that was not saved is left out of the index', async () => {
    const { index, parts, members } = await platforms(false)
    const [image] = await imagesOf(await makeTar(members), await tempDir())
    expect(image?.digest).not.toBe(sha(index))
    expect(image?.platforms).toEqual([{ os: 'linux', architecture: 'amd64' }])
    const rewritten = JSON.parse(image?.manifests.at(-1)?.bytes.toString() ?? '') as { manifests: { digest: string }[] }
    expect(rewritten.manifests.map(({ digest }) => digest)).toEqual([sha(parts[0]?.manifest ?? Buffer.alloc(0))])
  })

  test('an attestation beside the image is pushed and is no platform', async () => {
    const plain = await layer('x')
    const config = configOf([sha(plain)])
    const manifest = ociManifest(config, [gzipSync(plain)])
    const statement = json({ _type: 'https://in-toto.io/Statement/v0.1' })
    const empty = json({ architecture: 'unknown', os: 'unknown', rootfs: { diff_ids: [sha(statement)] } })
    const attestation = ociManifest(empty, [statement], 'in-toto')
    const index = json({
      schemaVersion: 2,
      manifests: [manifest, attestation].map((m) => descriptor(`${OCI}.manifest.v1+json`, m)),
    })
    const blobs = [gzipSync(plain), config, manifest, statement, empty, attestation, index].map(blob)
    const [image] = await imagesOf(
      await makeTar([...blobs, indexFile([named(index, 'x/y:1', 'index')])]),
      await tempDir(),
    )
    expect(image?.platforms).toHaveLength(1)
    expect(image?.manifests).toHaveLength(3)
  })

  test.each<[string, (plain: Buffer) => TarMember[], string]>([
    ['no tag', () => [indexFile([])], 'no tag'],
    ['a missing manifest', () => [indexFile([named(json({}), 'a:1')])], 'does not have'],
    [
      'a missing layer',
      (plain) => {
        const config = configOf([sha(plain)])
        const manifest = ociManifest(config, [gzipSync(plain)])
        return [blob(config), blob(manifest), indexFile([named(manifest, 'a:1')])]
      },
      'does not have',
    ],
    [
      'a wrong size',
      (plain) => {
        const config = configOf([sha(plain)])
        const manifest = ociManifest(config, [gzipSync(plain)])
        const wrong = { ...named(manifest, 'a:1'), size: 1 }
        return [blob(gzipSync(plain)), blob(config), blob(manifest), indexFile([wrong])]
      },
      'not 1',
    ],
    [
      'a digest that is none',
      () => [indexFile([{ ...named(json({}), 'a:1'), digest: '../../etc/passwd' }])],
      'sha256 digest',
    ],
    [
      'schema 1',
      () => {
        const old = json({ schemaVersion: 1, name: 'x' })
        return [
          blob(old),
          indexFile([{ ...named(old, 'a:1'), mediaType: 'application/vnd.docker.distribution.manifest.v1+json' }]),
        ]
      },
      'schema 1',
    ],
  ])('refuses %s', async (_, members, sentence) => {
    expect(await refusalOf(members(await layer('x')))).toContain(sentence)
  })

  test('indexes nested too deeply are refused', async () => {
    let index = json({ schemaVersion: 2, manifests: [] })
    const members = [blob(index)]
    for (let depth = 0; depth < 8; depth++) {
      index = json({ schemaVersion: 2, manifests: [descriptor(`${OCI}.index.v1+json`, index)] })
      members.push(blob(index))
    }
    expect(await refusalOf([...members, indexFile([named(index, 'a:1', 'index')])])).toContain('too deeply')
  })
})

describe('archives that other programs wrote', () => {
  test.skipIf(!hasSkopeo)('skopeo, both kinds', async () => {
    const dir = await tempDir()
    const source = path.join(dir, 'in.tar')
    await writeFile(source, await makeDockerArchive({ repoTags: ['a/hello:1'], files: { hello: 'hello' } }))
    const ids: (string | undefined)[] = []
    for (const target of ['docker-archive:docker.tar:b/hello:2', 'oci-archive:oci.tar:b/hello:2']) {
      execFileSync('skopeo', ['copy', '-q', `docker-archive:${source}`, target], { cwd: dir })
      const bytes = await readFile(path.join(dir, target.split(':')[1] ?? ''))
      await mkdir(path.join(dir, `spool-${ids.length}`))
      const [image] = await imagesOf(bytes, path.join(dir, `spool-${ids.length}`))
      expect(image).toMatchObject({ imageName: 'hello', tag: '2' })
      ids.push(image?.layers[0]?.mediaType)
    }
    expect(ids).toEqual([`${OCI}.layer.v1.tar+gzip`, `${OCI}.layer.v1.tar+gzip`])
  })

  test.skipIf(!hasUmoci)('umoci, whose tag names no image', async () => {
    const dir = await tempDir()
    execFileSync('umoci', ['init', '--layout', 'layout'], { cwd: dir })
    execFileSync('umoci', ['new', '--image', 'layout:3.1'], { cwd: dir })
    execFileSync('umoci', ['insert', '--rootless', '--image', 'layout:3.1', '/etc/hostname', '/hostname'], { cwd: dir })
    execFileSync('tar', ['czf', 'tool.tgz', '-C', 'layout', '.'], { cwd: dir })
    await mkdir(path.join(dir, 'spool'))
    const bytes = await readFile(path.join(dir, 'tool.tgz'))
    const [image] = await imagesOf(bytes, path.join(dir, 'spool'), { fileName: 'tool.tgz' })
    expect(image).toMatchObject({ imageName: 'tool', tag: '3.1' })
    expect(image?.layers).toHaveLength(1)
  })
})
