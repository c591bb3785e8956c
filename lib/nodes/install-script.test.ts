import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '@/lib/app'
import { readConfig } from '@/lib/config/config'
import { startHttpServer, type TestServer } from '@/lib/testing/http-server'
import { tempDirs } from '@/lib/testing/temp-dir'
import { installScript, refusingScript } from './install-script'
import { EdgeMachine, KEADM, whyNoMachines } from './testing/edge-machine'
import { archiveOf, releaseFiles, startGithub, type TlsServer } from './testing/releases'

const tempDir = tempDirs('install-script')
const NODE = 'node-0123456789abcdef0123456789abcdef'
const CONTAINERD = 'run/containerd/containerd.sock'
const has = (program: string) => spawnSync(program, ['--version']).error === undefined
const SHELLCHECK = 'shellcheck'
if (!has(SHELLCHECK)) process.stdout.write('skipped: shellcheck is not installed, so the script is only run\n')
const noMachines = whyNoMachines()
if (noMachines !== undefined) process.stdout.write(`skipped: the install script is not run, ${noMachines}\n`)
const SHELLS = (['sh', 'dash', 'bash', 'busybox sh'] as const).filter((shell) => has(shell.split(' ')[0] ?? shell))

let dir: string
let machine: EdgeMachine
let files: Record<string, Buffer>
/** Of the names whose download breaks off in the middle. */
let cutOff: string[]
let server: TestServer
let github: TlsServer
let asked: string[]
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()

function answer(req: IncomingMessage, res: ServerResponse): void {
  const name = path.basename(req.url ?? '')
  asked.push(name)
  const file = files[name]
  if (!file) return void res.writeHead(404).end()
  res.writeHead(200, { 'content-length': file.length })
  if (!cutOff.includes(name)) return void res.end(file)
  res.write(file.subarray(0, file.length / 2), () => res.destroy())
}

async function publish(archive: Buffer, version = 'v1.23.1'): Promise<void> {
  files = {
    ...releaseFiles(archive, 'amd64', version, keys.privateKey),
    ...releaseFiles(archive, 'arm64', version, keys.privateKey),
  }
  return Promise.resolve()
}
const change = (matching: RegExp, to: (file: Buffer) => Buffer) => {
  for (const [name, file] of Object.entries(files)) if (matching.test(name)) files[name] = to(file)
}

beforeEach(async (context) => {
  if (noMachines !== undefined) return context.skip()
  dir = await tempDir()
  cutOff = []
  asked = []
  await publish(await archiveOf(dir, 'keadm', KEADM))
  server = await startHttpServer(answer)
  github = await startGithub(dir, answer)
  machine = await EdgeMachine.make(dir)
  await machine.socket(CONTAINERD)
  await machine.file('root/ca.pem', github.certificate)
  await machine.file(
    'root/.curlrc',
    `connect-to = "github.com:443:127.0.0.1:${github.port}"\ncacert = "/root/ca.pem"\n`,
  )
})
afterEach(async () => {
  if (noMachines !== undefined) return
  await machine.close()
  await server.stop()
  await github.close()
})

interface ScriptOptions {
  signed?: boolean
  uniqueName?: string
  token?: string
  arch?: 'amd64' | 'arm64'
  version?: string
  cloudcore?: string
}

async function make({
  signed = true,
  uniqueName = NODE,
  token = 'a-token',
  arch = 'amd64',
  version = 'v1.23.1',
  cloudcore = 'cloud.example.com',
}: ScriptOptions = {}): Promise<string> {
  await writeFile(path.join(dir, 'edge.pem'), publicKey)
  const own = { EDGE_DOWNLOAD_URL: server.url, EDGE_PUBLIC_KEY_FILE: path.join(dir, 'edge.pem') }
  const config = readConfig({ CLOUDCORE_ADDRESS: cloudcore, KUBEEDGE_VERSION: version, ...(signed ? own : {}) })
  const labels = { 'apulisedge/cluster': '0', 'apulisedge/user': '7' }
  const app = { config, cluster: {}, publicUrl: 'http://console' } as App
  return installScript(app, { uniqueName, arch, token, labels })
}
const arguments_ = (name: string, token: string) => [
  'join',
  '--cloudcore-ipport=cloud.example.com:10000',
  `--token=${token}`,
  `--edgenode-name=${name}`,
  '--kubeedge-version=v1.23.1',
  '--labels=apulisedge/cluster=0,apulisedge/user=7',
  '--remote-runtime-endpoint=unix:///run/containerd/containerd.sock',
  '--cgroupdriver=cgroupfs',
  '--set=modules.edgeStream.enable=true',
  '--set=modules.edged.reportEvent=true',
]
const nothing = { temporary: [], installed: [] }
const failed = (text: string) => ({ status: 1, output: expect.stringContaining(text) as string })

describe.each([
  ['a package of our own', true],
  ['KubeEdge’s release', false],
])('the install script, from %s', (_, signed) => {
  it.each(SHELLS)('joins the machine, read by %s', async (shell) => {
    const { status, output } = await machine.run(await make({ signed }), { shell })
    expect([status, output]).toEqual([0, expect.stringContaining('==> done')])
    expect(await machine.joinedWith()).toEqual(arguments_(NODE, 'a-token'))
    expect(await machine.left()).toEqual({ temporary: [], installed: ['keadm'] })
    expect(output).not.toContain('a-token')
  })

  it('joins a machine of arm64', async () => {
    await machine.program('uname', 'echo aarch64')
    expect(await machine.run(await make({ signed, arch: 'arm64' }))).toMatchObject({ status: 0 })
    expect(asked.every((name) => name.includes('linux-arm64'))).toBe(true)
    expect(await machine.joinedWith()).toEqual(arguments_(NODE, 'a-token'))
  })

  it('gives names and tokens over as they are, whatever is in them', async () => {
    const nasty = `it's "x" $(touch /root/broken) \`id\` \\ ; & !!\ttab`
    const script = await make({ signed, uniqueName: `${nasty}-name`, token: `${nasty}-token` })
    expect(await machine.run(script)).toMatchObject({ status: 0 })
    expect(await machine.joinedWith()).toEqual(arguments_(`${nasty}-name`, `${nasty}-token`))
  })

  it('can be run twice', async () => {
    const script = await make({ signed })
    expect([(await machine.run(script)).status, (await machine.run(script)).status]).toEqual([0, 0])
  })

  it('does nothing where it was cut off, however little is missing', async () => {
    const script = await make({ signed })
    for (const part of [0.3, 0.6, 0.95])
      expect((await machine.run(script.slice(0, script.length * part))).status).not.toBe(0)
    await machine.run(script.slice(0, script.lastIndexOf(')')))
    expect([asked, await machine.joinedWith(), await machine.left()]).toEqual([[], undefined, nothing])
  })

  it('installs nothing of a package that was changed', async () => {
    change(/\.tar\.gz$/, (file) => Buffer.concat([file, Buffer.from('!')]))
    const { status, output } = await machine.run(await make({ signed }))
    const wrong = /the (signature|checksum) of .* is wrong: nothing was installed/
    expect([status, output]).toEqual([1, expect.stringMatching(wrong)])
    expect([await machine.joinedWith(), await machine.left()]).toEqual([undefined, nothing])
  })

  it.each(['', 'not what it should be', ' \n'])('installs nothing where they are %j', async (wrong) => {
    change(/\.(sig|txt)$/, () => Buffer.from(wrong))
    expect(await machine.run(await make({ signed }))).toMatchObject(failed('is wrong: nothing was installed'))
    expect([await machine.joinedWith(), await machine.left()]).toEqual([undefined, nothing])
  })

  it('says what is not there', async () => {
    files = {}
    expect(await machine.run(await make({ signed }))).toMatchObject(failed('amd64.tar.gz: it is not there'))
    expect(await machine.left()).toEqual(nothing)
  })

  it('installs nothing of a download that was cut off, and says so', async () => {
    cutOff = Object.keys(files).filter((name) => name.endsWith('.tar.gz'))
    expect(await machine.run(await make({ signed }))).toMatchObject(failed('the download was cut off; run this again'))
    expect(await machine.left()).toEqual(nothing)
  })

  it('says that the disk is full', async () => {
    const script = await make({ signed })
    await publish(Buffer.alloc(400_000, 'x'))
    expect(await machine.run(script, { tmpKilobytes: 100 })).toMatchObject(failed('is the disk full?'))
    expect(await machine.left()).toEqual(nothing)
  })

  it('says that the archive is none, or holds no keadm', async () => {
    await publish(Buffer.from('no archive'))
    expect(await machine.run(await make({ signed }))).toMatchObject(failed('could not be unpacked'))
    await publish(await archiveOf(dir, 'edgecore', '#!/bin/sh\n'))
    expect(await machine.run(await make({ signed }))).toMatchObject(failed('holds no keadm'))
    expect(await machine.left()).toEqual(nothing)
  })

  it('tells that joining failed, with what keadm said', async () => {
    await publish(await archiveOf(dir, 'keadm', '#!/bin/sh\necho "no route to cloud" >&2\nexit 7\n'))
    const { status, output } = await machine.run(await make({ signed }))
    expect([status, output]).toEqual([1, expect.stringMatching(/no route to cloud[^]*error: keadm join failed/)])
    expect((await machine.left()).temporary).toEqual([])
  })

  it.skipIf(!has(SHELLCHECK))('has nothing that shellcheck minds', async () => {
    const input = await make({ signed })
    const { stdout, status } = spawnSync(SHELLCHECK, ['-s', 'sh', '-'], { input, encoding: 'utf8' })
    expect([stdout, status]).toEqual(['', 0])
  })
})

describe('the install script', () => {
  it('says that a server is not there, or not the one that it should be', async () => {
    await machine.file('root/.curlrc', 'connect-to = "github.com:443:127.0.0.1:9"\nretry-connrefused = false\n')
    const script = (await make({ signed: false })).replace('--retry 3', '--retry 0')
    expect(await machine.run(script)).toMatchObject(failed('it cannot be reached from this machine'))
    await machine.file('root/.curlrc', `connect-to = "github.com:443:127.0.0.1:${github.port}"\n`)
    expect(await machine.run(script)).toMatchObject(failed('its certificate is not trusted on this machine'))
  })

  it('trusts no other key than the one that the console was given', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
    files = releaseFiles(await archiveOf(dir, 'keadm', KEADM), 'amd64', 'v1.23.1', other.privateKey)
    expect(await machine.run(await make())).toMatchObject(failed('the signature of'))
    expect([await machine.joinedWith(), await machine.left()]).toEqual([undefined, nothing])
    expect(asked.filter((name) => !name.startsWith('apulisedge-edge-'))).toEqual([])
  })

  it('is for one kind of processor', async () => {
    const other = failed('this script is for arm64, and this machine is amd64')
    expect(await machine.run(await make({ arch: 'arm64' }))).toMatchObject(other)
    await machine.program('uname', 'echo riscv64')
    expect(await machine.run(await make())).toMatchObject(failed('(riscv64) is not supported'))
    expect(asked).toEqual([])
  })

  it('is for root', async () => {
    expect(await machine.run(await make(), { user: 'nobody' })).toMatchObject(failed('run this as root'))
  })

  it.each(['curl', 'openssl', 'tar', 'gzip'])('says that %s is missing', async (tool) => {
    expect(await machine.run(await make(), { without: [tool] })).toMatchObject(failed(`${tool} is missing: install it`))
  })

  it('does nothing on a machine that has joined, and keeps off one that has joined as another', async () => {
    await machine.program('systemctl', 'exit 0')
    const joinedAs = (name: string) =>
      machine.file('etc/kubeedge/config/edgecore.yaml', `  hostnameOverride: ${name}\n`)
    await joinedAs(NODE)
    expect(await machine.run(await make())).toMatchObject({
      status: 0,
      output: expect.stringContaining('joined already') as string,
    })
    await joinedAs(`"${NODE}"`)
    expect(await machine.run(await make())).toMatchObject({ status: 0 })
    for (const other of [`${NODE}0`, `x${NODE}`]) {
      await joinedAs(other)
      expect(await machine.run(await make())).toMatchObject(failed('joined as another node'))
    }
    expect([asked, await machine.left()]).toEqual([[], nothing])
  })

  it('says what to do where an earlier join was left half done', async () => {
    const halfway = failed('run "keadm reset edge --force", then this again')
    await machine.file('etc/kubeedge/config/edgecore.yaml', `    hostnameOverride: ${NODE}\n`)
    expect(await machine.run(await make())).toMatchObject(halfway)
    const another = await EdgeMachine.make(await tempDir())
    await another.file('etc/kubeedge/bootstrap-edgecore.conf', 'token')
    expect(await another.run(await make())).toMatchObject(halfway)
    await another.program('systemctl', 'exit 0')
    expect(await another.run(await make())).toMatchObject(failed('not as keadm sets it up'))
    expect(asked).toEqual([])
  })

  it('says what a refused link was refused for', async () => {
    const { status, output } = await machine.run(refusingScript(`it's "over" $(touch /root/joined)`))
    expect([status, output]).toEqual([1, `error: it's "over" $(touch /root/joined)\n`])
    expect(await machine.joinedWith()).toBeUndefined()
  })
})

describe('the container runtime', () => {
  const flags = async () => (await machine.joinedWith())?.filter((flag) => /^--(remote|cgroup)/.test(flag))
  const found = (socket: string, driver: string) => [
    `--remote-runtime-endpoint=unix:///${socket}`,
    `--cgroupdriver=${driver}`,
  ]
  const joins = async () => expect(await machine.run(await make())).toMatchObject({ status: 0 })

  it.each([
    ['[plugins]\n  [plugins.x.options]\n    SystemdCgroup = true\n', 'systemd'],
    ['    SystemdCgroup = false\n', 'cgroupfs'],
    ['    # SystemdCgroup = true\n', 'cgroupfs'],
    ['', 'cgroupfs'],
  ])('is containerd, whose configuration says %j: %s', async (config, driver) => {
    await machine.file('etc/containerd/config.toml', config)
    await joins()
    expect(await flags()).toEqual(found(CONTAINERD, driver))
  })

  it('is containerd as it is really configured, where it tells', async () => {
    await machine.program('containerd', `[ "$*" = 'config dump' ] && echo '  SystemdCgroup = true'`)
    await machine.file('etc/containerd/config.toml', 'SystemdCgroup = false\n')
    await joins()
    expect(await flags()).toEqual(found(CONTAINERD, 'systemd'))
  })

  it('is not containerd without its CRI plugin', async () => {
    await machine.file('etc/containerd/config.toml', 'disabled_plugins = ["cri"]\n')
    expect(await machine.run(await make())).toMatchObject(failed('take "cri" out of disabled_plugins'))
    expect(asked).toEqual([])
  })

  it.each([
    ['', 'systemd'],
    ['cgroup_manager = "cgroupfs"\n', 'cgroupfs'],
  ])('is CRI-O, told %j: %s', async (config, driver) => {
    await machine.socket('run/crio/crio.sock')
    await machine.file('etc/crio/crio.conf.d/10.conf', config)
    await joins()
    expect(await flags()).toEqual(found('run/crio/crio.sock', driver))
  })

  it.each(['systemd', 'cgroupfs'])('is cri-dockerd, before the containerd that Docker brings: %s', async (driver) => {
    await machine.socket('run/cri-dockerd.sock')
    await machine.program('docker', `echo ${driver}`)
    await joins()
    expect(await flags()).toEqual(found('run/cri-dockerd.sock', driver))
  })

  it('has to be there', async () => {
    await machine.close()
    const bare = await EdgeMachine.make(await tempDir())
    expect(await bare.run(await make())).toMatchObject(failed('no container runtime was found'))
    expect(asked).toEqual([])
  })
})

describe('what keadm is told', () => {
  it.each([
    ['v1.16.3', []],
    ['v1.17.0', []],
    ['v1.18.0', ['--set=modules.edgeStream.enable=true']],
    ['v1.19.0-beta.0', ['--set=modules.edgeStream.enable=true', '--set=modules.edged.reportEvent=true']],
    ['v1.22.2', ['--set=modules.edgeStream.enable=true', '--set=modules.edged.reportEvent=true']],
  ])('fits %s', async (version, settings) => {
    await publish(await archiveOf(dir, 'keadm', KEADM), version)
    expect(await machine.run(await make({ version }))).toMatchObject({ status: 0 })
    const given = await machine.joinedWith()
    expect(given?.filter((flag) => flag.startsWith('--set'))).toEqual(settings)
    expect(given).toContain(`--kubeedge-version=${version}`)
    expect(given?.filter((flag) => /runtimetype|with-mqtt|hub-protocol|certport/.test(flag))).toEqual([])
  })

  it.each([
    ['cloud:10001', ['--hub-protocol=quic']],
    ['cloud:30000', ['--certport=30002']],
    ['[fd00::1]:30001', ['--hub-protocol=quic', '--certport=30002']],
  ])('fits cloudcore at %s', async (cloudcore, flags) => {
    expect(await machine.run(await make({ cloudcore }))).toMatchObject({ status: 0 })
    const given = await machine.joinedWith()
    expect(given).toContain(`--cloudcore-ipport=${cloudcore}`)
    expect(given?.filter((flag) => /hub-protocol|certport/.test(flag))).toEqual(flags)
  })
})
