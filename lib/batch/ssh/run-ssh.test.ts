import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '@/lib/testing/free-port'
import { tempDirs } from '@/lib/testing/temp-dir'
import { failureText, type Failure } from '../failures'
import { TestMachine, USERS, whyNoMachine } from '../testing/machine'
import { lookAtHostKey, runSsh, type SshRun } from './run-ssh'
import { fingerprint } from './host-key'

const PASSWORD = `it's "x" $(id) \\ 密码`
const noMachine = whyNoMachine()
if (noMachine !== undefined) process.stdout.write(`skipped: installing over SSH, as ${noMachine}\n`)
const tempDir = tempDirs('run-ssh')

describe.skipIf(noMachine !== undefined)('a script over SSH', () => {
  let machine: TestMachine
  beforeAll(async () => {
    machine = await TestMachine.start({ ip: '127.0.0.1', port: await freePort(), password: PASSWORD })
  })
  afterAll(() => machine.stop())

  interface Given {
    user?: string
    script?: string
    password?: string | undefined
    privateKey?: string | undefined
    hostKey?: string
    port?: number
    ip?: string
    totalTimeoutMs?: number
    maxOutput?: number
    secrets?: string[]
    signal?: AbortSignal
    onOutput?: SshRun['onOutput']
  }

  async function run({
    user = USERS.root,
    script = 'echo hello',
    password = PASSWORD,
    privateKey,
    ...more
  }: Given = {}) {
    const { port } = machine.options
    // Not every folder has a name that an option of ssh takes as it is.
    const dataDir = path.join(await tempDir(), 'at 100%d')
    const result = await runSsh({
      dataDir,
      target: { ip: more.ip ?? '127.0.0.1', port: more.port ?? port, sudoer: user },
      credentials:
        privateKey === undefined
          ? { password }
          : { password: password === PASSWORD ? undefined : password, privateKey },
      script,
      secrets: more.secrets ?? [],
      hostKey: more.hostKey,
      connectTimeoutMs: 10_000,
      totalTimeoutMs: more.totalTimeoutMs ?? 25_000,
      maxOutput: more.maxOutput ?? 2000,
      onOutput: more.onOutput ?? (() => undefined),
      signal: more.signal ?? new AbortController().signal,
    })
    expect(await readdir(path.join(dataDir, 'ssh'))).toEqual([])
    return result
  }

  it.each([USERS.root, USERS.sudoer, USERS.free])('runs as root, signed in as %s with a password', async (user) => {
    const { failure, output } = await run({ user, script: '(id -u; echo "$0"; cat)' })
    expect({ failure, output }).toEqual({ failure: undefined, output: '0\nsh\n' })
  })

  it.each([USERS.root, USERS.free])('runs as root, signed in as %s with a private key', async (user) => {
    const { failure, output } = await run({ user, privateKey: await machine.privateKey, script: 'id -u' })
    expect({ failure, output }).toEqual({ failure: undefined, output: '0\n' })
  })

  it('gives the password to sudo after a private key', async () => {
    const privateKey = await machine.privateKey
    const given = { user: USERS.sudoer, privateKey, script: 'id -u' }
    expect(await run({ ...given, password: `${PASSWORD}!` })).toMatchObject({ failure: { name: 'sudoWrongPassword' } })
    expect(await run(given)).toMatchObject({ failure: { name: 'sudoPassword', params: { user: 'ops' } } })
  })

  it.each([
    ['the user may not use sudo', { user: USERS.plain }, 'sudoNotAllowed', /not in the sudoers file/],
    ['the password is wrong', { password: 'wrong' }, 'wrongPassword', /refuses the password of root/],
    ['the user is not there', { user: 'nobody-of-this-name' }, 'wrongPassword', /nobody-of-this-name/],
    ['nothing listens', { port: 9 }, 'refused', /127.0.0.1 takes no connection on port 9/],
    ['the name is not known', { ip: 'no-such-host.invalid' }, 'unknownHost', /no-such-host.invalid/],
    [
      'the script says why',
      { script: 'echo "error: one" >&2; echo "error: two" >&2; echo; exit 4' },
      'scriptFailed',
      /two$/,
    ],
    ['the script says nothing', { script: 'exit 4' }, 'scriptFailed', /exit status 4$/],
    ['the script is no script', { script: '(echo "half' }, 'scriptFailed', /./],
    ['it takes too long', { script: 'sleep 60', totalTimeoutMs: 3000 }, 'timeout', /longer than/],
  ])('says so where %s', async (_, given, name, text) => {
    const { failure } = await run(given)
    expect(failure?.name).toBe(name)
    expect(failureTextOf(failure)).toMatch(text)
  })

  it('says so where the key is another one', async () => {
    const other = await TestMachine.start({ ip: '127.0.0.1', port: await freePort(), password: PASSWORD })
    const privateKey = await other.privateKey
    await other.stop()
    expect(await run({ privateKey })).toMatchObject({ failure: { name: 'keyRefused', params: { user: 'root' } } })
  })

  it('pins the host key that it meets, and takes no other', async () => {
    const { hostKey = '' } = await run()
    expect(fingerprint(hostKey)).toBe(machine.fingerprint)
    expect(await run({ hostKey })).toMatchObject({ failure: undefined })
    const other = hostKey.replace(/.{8}$/, 'AAAAAAAA')
    const refused = await run({ hostKey: other, script: 'echo reached' })
    expect(refused).toMatchObject({ failure: { name: 'sshFailed' }, output: '', isHostKeyRefused: true })
    expect(await run({ hostKey, password: 'wrong' })).toMatchObject({ isHostKeyRefused: false })
  })

  it('keeps the end of what is printed, as text, without what is secret', async () => {
    const script =
      'i=0; while [ $i -lt 2000 ]; do echo "line $i"; i=$((i+1)); done; printf "a\\033[31mred\\033[0m \\000"; cat /dev/stdin; echo TOKEN-1'
    const { output } = await run({
      script: `password=${quoted(PASSWORD)}; ${script}; echo "$password"`,
      secrets: ['TOKEN-1'],
    })
    expect(output.length).toBeLessThanOrEqual(2000)
    expect(output).toMatch(/^line \d+\n/)
    expect(output).toMatch(/\nline 1999\nared \*\*\*\n\*\*\*\n$/)
  })

  it('shows the output while it comes', async () => {
    let release: (() => void) | undefined
    const seen = new Promise<void>((resolve) => (release = resolve))
    const ending = new AbortController()
    const running = run({
      script: 'echo first; sleep 60',
      signal: ending.signal,
      onOutput: (text) => text() === 'first\n' && release?.(),
    })
    await seen
    ending.abort()
    await running
  })

  it('ends what runs on the machine when it is ended', async () => {
    const ending = new AbortController()
    const beat = path.join(machine.folder, 'home/beat')
    const script = `(while :; do date +%s%N >${beat}; sleep 0.1; done)`
    // Ended at once: perhaps before the first beat.
    await writeFile(beat, '')
    const running = run({ script: `echo begun; ${script}`, signal: ending.signal, onOutput: () => ending.abort() })
    await running
    await expectStill(beat)
  })

  it('notices at once that the machine is gone', async () => {
    const doomed = await TestMachine.start({ ip: '127.0.0.1', port: await freePort(), password: PASSWORD })
    const { failure } = await run({
      port: doomed.options.port,
      script: 'echo begun; sleep 60',
      onOutput: () => void doomed.switchOff(),
    })
    await doomed.stop()
    expect(failure?.name).toBe('connectionLost')
  })

  it('looks at a host key, and gives nothing to whoever lets it in without being asked', async () => {
    const received = path.join(await tempDir(), 'received')
    const welcoming = await TestMachine.start({
      ip: '127.0.0.1',
      port: await freePort(),
      password: '',
      settings: [`ForceCommand cat >${received}`],
    })
    // As an installation does: with all that it has.
    const run: SshRun = {
      dataDir: await tempDir(),
      target: { ip: '127.0.0.1', port: welcoming.options.port, sudoer: USERS.root },
      credentials: { password: PASSWORD },
      script: 'join with TOKEN-1',
      secrets: ['TOKEN-1'],
      hostKey: 'ssh-ed25519 AAAA',
      connectTimeoutMs: 5000,
      totalTimeoutMs: 20_000,
      maxOutput: 100,
      onOutput: () => undefined,
      signal: new AbortController().signal,
    }
    const shown = welcoming.fingerprint
    const key = await lookAtHostKey(run).finally(() => welcoming.stop())
    expect(fingerprint(key ?? '')).toBe(shown)
    expect(await readFile(received, 'utf8')).toBe('')
  })
})

const failureTextOf = (failure: Failure | undefined) => (failure ? failureText(failure) : '')
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The file was written all the time, and is so no more. */
async function expectStill(file: string): Promise<void> {
  const same = async () => {
    const before = await readFile(file, 'utf8')
    await new Promise((resolve) => setTimeout(resolve, 400))
    return before === (await readFile(file, 'utf8'))
  }
  await expect.poll(same, { timeout: 10_000 }).toBe(true)
}
