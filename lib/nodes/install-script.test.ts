import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash, createSign, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '@/lib/app'
import { readConfig } from '@/lib/config/config'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { tempDirs } from '@/lib/testing/temp-dir'
import { installScript } from './install-script'

const tempDir = tempDirs('install-script')
const NODE = 'node-0123456789abcdef0123456789abcdef'
const RELEASES = 'https://github.com/kubeedge/kubeedge/releases/download/v1.23.1'
const has = (program: string) => spawnSync(program, ['--version']).error === undefined
const SHELLCHECK = 'shellcheck'
if (!has(SHELLCHECK)) process.stdout.write('skipped: shellcheck is not installed, so the script is only run\n')
const SHELLS = ['sh', 'bash', 'dash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0)

/** A machine in a folder: stand-ins for what the script runs, which note their arguments, and the files it writes. */
let dir: string
let files: Record<string, Buffer>
let server: TestServer
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' })
const in_ = (...parts: string[]) => path.join(dir, ...parts)

async function program(name: string, body: string): Promise<void> {
  await writeFile(in_('stand-ins', name), `#!/bin/sh\n${body}\n`)
  await chmod(in_('stand-ins', name), 0o755)
}

beforeEach(async () => {
  dir = await tempDir()
  for (const folder of ['stand-ins', 'bin', 'etc', 'package/keadm', 'tmp'])
    await mkdir(in_(folder), { recursive: true })
  await program('id', 'echo 0')
  await program('uname', 'echo x86_64')
  await program('systemctl', 'exit 3')
  const note = `printf '%s\\n' "$@" >"${in_('joined')}"; cat >/dev/null`
  await writeFile(in_('package/keadm/keadm'), `#!/bin/sh\n${note}\n`)
  execFileSync('tar', ['-czf', in_('package.tgz'), '-C', in_('package'), 'keadm'])
  const release = await readFile(in_('package.tgz'))
  files = {
    'apulisedge-edge-v1.23.1-linux-amd64.tar.gz': release,
    'apulisedge-edge-v1.23.1-linux-amd64.tar.gz.sig': createSign('sha256').update(release).sign(keys.privateKey),
    'keadm-v1.23.1-linux-amd64.tar.gz': release,
    'checksum_keadm-v1.23.1-linux-amd64.tar.gz.txt': Buffer.from(
      `${createHash('sha512').update(release).digest('hex')}\n`,
    ),
  }
  server = await startHttpServer((req, res) => {
    const file = files[path.basename(req.url ?? '')]
    if (file) res.end(file)
    else res.writeHead(404).end()
  })
})
afterEach(() => server.stop())

interface ScriptOptions {
  signed?: boolean
  uniqueName?: string
  token?: string
  arch?: 'amd64' | 'arm64'
}

/** The script, with the folders and the release server of the test in the place of the machine's. */
async function make({
  signed = true,
  uniqueName = NODE,
  token = 'a-token',
  arch = 'amd64',
}: ScriptOptions = {}): Promise<string> {
  await writeFile(in_('edge.pem'), publicKey)
  const own = { EDGE_DOWNLOAD_URL: server.url, EDGE_PUBLIC_KEY_FILE: in_('edge.pem') }
  const config = readConfig({ CLOUDCORE_ADDRESS: 'cloud.example.com', ...(signed ? own : {}) })
  const script = await installScript({ config, cluster: {}, publicUrl: 'http://console' } as App, {
    uniqueName,
    arch,
    token,
  })
  return script
    .replaceAll(RELEASES, server.url)
    .replaceAll('/usr/local/bin', in_('bin'))
    .replaceAll('/etc/kubeedge', in_('etc'))
}

async function run(script: string, shell = 'sh') {
  const env = { ...process.env, PATH: `${in_('stand-ins')}:${process.env.PATH ?? ''}`, TMPDIR: in_('tmp') }
  // As pasted: the shell reads it from its input, and whatever the script runs could read on there.
  const child = spawn(shell, ['-s'], { env, cwd: dir })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (output += part.toString('utf8')))
  child.stdin.end(script)
  const [status] = (await once(child, 'close')) as [number]
  return { status, output }
}
const joinedWith = async () => (await readFile(in_('joined'), 'utf8')).split('\n').slice(0, -1)
const hasJoined = async () => (await readdir(dir)).includes('joined')
const arguments_ = (name: string, token: string) => [
  'join',
  '--cloudcore-ipport=cloud.example.com:10000',
  `--token=${token}`,
  `--edgenode-name=${name}`,
  '--kubeedge-version=v1.23.1',
  '--set',
  'modules.edgeStream.enable=true,modules.edged.reportEvent=true',
]

describe.each([
  ['a package of our own', true],
  ['KubeEdge’s release', false],
])('the install script, from %s', (_, signed) => {
  it.each(SHELLS)('joins the machine, read by %s', async (shell) => {
    const { status, output } = await run(await make({ signed }), shell)
    expect([status, output]).toEqual([0, expect.stringContaining('==> done')])
    expect(await joinedWith()).toEqual(arguments_(NODE, 'a-token'))
    expect(await readdir(in_('tmp'))).toEqual([])
    expect(output).not.toContain('a-token')
  })

  it('gives names and tokens over as they are, whatever is in them', async () => {
    const nasty = `it's "x" $(touch ${in_('broken')}) \`id\` \\ ; & !!\ttab`
    const { status } = await run(await make({ signed, uniqueName: `${nasty}-name`, token: `${nasty}-token` }))
    expect(status).toBe(0)
    expect(await joinedWith()).toEqual(arguments_(`${nasty}-name`, `${nasty}-token`))
    expect(await readdir(dir)).not.toContain('broken')
  })

  it('can be run twice', async () => {
    const script = await make({ signed })
    expect([(await run(script)).status, (await run(script)).status]).toEqual([0, 0])
  })

  it('does nothing where it was cut off, however little is missing', async () => {
    const script = await make({ signed })
    for (const part of [0.3, 0.6, 0.95]) {
      expect((await run(script.slice(0, script.length * part))).status).not.toBe(0)
    }
    await run(script.slice(0, script.lastIndexOf(')')))
    expect([server.requests.length, await hasJoined()]).toEqual([0, false])
  })

  it('installs nothing of a package that was changed', async () => {
    for (const name of Object.keys(files).filter((file) => file.endsWith('.tar.gz'))) {
      files[name] = Buffer.concat([files[name] ?? Buffer.alloc(0), Buffer.from('!')])
    }
    const { status, output } = await run(await make({ signed }))
    expect([status, output]).toEqual([
      1,
      expect.stringMatching(/the (signature|checksum) of .* is wrong: nothing was installed/),
    ])
    expect([await hasJoined(), await readdir(in_('bin')), await readdir(in_('tmp'))]).toEqual([false, [], []])
  })

  it.each(['', 'not what it should be', ' \n'])(
    'installs nothing where signature and checksum are %j',
    async (wrong) => {
      for (const name of Object.keys(files).filter((file) => !file.endsWith('.tar.gz')))
        files[name] = Buffer.from(wrong)
      const { status } = await run(await make({ signed }))
      expect([status, await hasJoined(), await readdir(in_('bin'))]).toEqual([1, false, []])
    },
  )

  it('says what could not be downloaded', async () => {
    files = {}
    const { status, output } = await run(await make({ signed }))
    expect([status, output]).toEqual([1, expect.stringContaining(`error: could not download ${server.url}/`)])
  })

  it('is for one kind of processor', async () => {
    const { output, status } = await run(await make({ signed, arch: 'arm64' }))
    expect([status, output]).toEqual([
      1,
      expect.stringContaining('this script is for arm64, and this machine is amd64'),
    ])
    await program('uname', 'echo riscv64')
    expect((await run(await make({ signed }))).output).toContain('(riscv64) is not supported')
    expect(server.requests).toHaveLength(0)
  })

  it('is for root', async () => {
    await program('id', 'echo 1000')
    const { output, status } = await run(await make({ signed }))
    expect([status, output]).toEqual([1, expect.stringContaining('run this as root')])
  })

  it('does nothing on a machine that has joined, and keeps off one that has joined as another', async () => {
    await program('systemctl', 'exit 0')
    await mkdir(in_('etc/config'))
    await writeFile(in_('etc/config/edgecore.yaml'), `modules:\n  edged:\n    hostnameOverride: ${NODE}\n`)
    const script = await make({ signed })
    expect(await run(script)).toMatchObject({ status: 0, output: expect.stringContaining('joined already') as string })
    await writeFile(in_('etc/config/edgecore.yaml'), `modules:\n  edged:\n    hostnameOverride: ${NODE}0\n`)
    expect(await run(script)).toMatchObject({
      status: 1,
      output: expect.stringContaining('joined as another') as string,
    })
    expect([server.requests.length, await hasJoined()]).toEqual([0, false])
  })

  it('tells that joining failed', async () => {
    await writeFile(in_('package/keadm/keadm'), '#!/bin/sh\nexit 7\n')
    execFileSync('tar', ['-czf', in_('package.tgz'), '-C', in_('package'), 'keadm'])
    const release = await readFile(in_('package.tgz'))
    for (const name of Object.keys(files)) if (name.endsWith('.tar.gz')) files[name] = release
    files['apulisedge-edge-v1.23.1-linux-amd64.tar.gz.sig'] = createSign('sha256').update(release).sign(keys.privateKey)
    files['checksum_keadm-v1.23.1-linux-amd64.tar.gz.txt'] = Buffer.from(
      createHash('sha512').update(release).digest('hex'),
    )
    const { status, output } = await run(await make({ signed }))
    expect([status, output]).toEqual([1, expect.stringContaining('keadm join failed')])
    expect(await readdir(in_('tmp'))).toEqual([])
  })

  it.skipIf(!has(SHELLCHECK))('has nothing that shellcheck minds', async () => {
    const { stdout, status } = spawnSync(SHELLCHECK, ['-s', 'sh', '-'], {
      input: await make({ signed }),
      encoding: 'utf8',
    })
    expect([stdout, status]).toEqual(['', 0])
  })
})

describe('the address to join', () => {
  const scriptFor = (env: Record<string, string>, embedded: boolean) =>
    installScript(
      { config: readConfig(env), cluster: embedded ? { embedded: {} } : {}, publicUrl: 'http://10.0.0.5:3000' } as App,
      { uniqueName: NODE, arch: 'amd64', token: 't' },
    )

  it.each([
    ['cloud', "CLOUDCORE='cloud:10000'"],
    ['cloud:10010', "CLOUDCORE='cloud:10010'"],
    ['[fd00::1]', "CLOUDCORE='[fd00::1]:10000'"],
    ['[fd00::1]:10010', "CLOUDCORE='[fd00::1]:10010'"],
  ])('is %s with cloudcore’s port', async (address, line) => {
    expect(await scriptFor({ CLOUDCORE_ADDRESS: address }, false)).toContain(`\n${line}\n`)
  })

  it('has to be configured, but for the embedded cluster', async () => {
    await expect(scriptFor({}, false)).rejects.toMatchObject({
      code: 30000,
      message: expect.stringContaining('CLOUDCORE_ADDRESS') as string,
    })
    expect(await scriptFor({}, true)).toContain("CLOUDCORE='10.0.0.5:10000'")
  })
})
