import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Users that every machine has, all with the same password. */
export const USERS = {
  root: 'root',
  /** May do everything by sudo, with the password. */
  sudoer: 'ops',
  /** May do everything by sudo, without. */
  free: 'free',
  /** May not use sudo. */
  plain: 'plain',
} as const

const FIRST_UID = 61_001
const START_MS = 20_000

/** Why no machine can be started here; undefined where one can. */
export function whyNoMachine(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can give a machine of a test its own /etc and /usr/local/bin'
  const missing = ['/usr/sbin/sshd', 'ssh', 'ssh-keygen', 'unshare', 'sudo', 'openssl'].filter((program) => {
    return spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0
  })
  if (missing.length > 0) return `${missing.join(', ')} is not installed`
  return spawnSync('unshare', ['-m', '-p', '-f', 'true']).status === 0 ? undefined : 'unshare may not be used here'
}

interface Options {
  ip: string
  port: number
  /** Of all users; where it is empty, everybody is let in without being asked (authentication by `none`). */
  password: string
  /** Lines of sshd_config, ahead of the others. */
  settings?: readonly string[]
}

/**
 * A machine as far as an installation sees one: an OpenSSH server with a host key of its own, in namespaces of its
 * own, where /usr/local/bin and the users are others than those of the machine that the test runs on.
 */
export class TestMachine {
  #server: ChildProcess | undefined
  readonly #runtime = createServer()

  private constructor(
    readonly folder: string,
    readonly options: Options,
  ) {}

  static async start(options: Options): Promise<TestMachine> {
    const machine = new TestMachine(await mkdtemp(path.join(tmpdir(), 'machine-')), options)
    await machine.#prepare()
    await machine.renewHostKey()
    await machine.switchOn()
    return machine
  }

  /** `ssh` is let in with it as any user. */
  get privateKey(): Promise<string> {
    return readFile(path.join(this.folder, 'id'), 'utf8')
  }

  get fingerprint(): string {
    const line = execFileSync('ssh-keygen', ['-l', '-f', path.join(this.folder, 'host_key.pub')], { encoding: 'utf8' })
    return line.split(' ')[1] ?? ''
  }

  /** Names of the nodes that its keadm was told to join as. */
  joined(): Promise<string[]> {
    return readdir(path.join(this.folder, 'joined'))
  }

  /** Whether a process with these words in its command line runs on it. */
  async runs(words: string): Promise<boolean> {
    const inside = await this.#processes()
    return inside.some((commandLine) => commandLine.includes(words))
  }

  /** Command lines of the processes in its namespace. */
  async #processes(): Promise<string[]> {
    const namespaceOf = (pid: string) => readlink(`/proc/${pid}/ns/mnt`).catch(() => '')
    const [child = ''] = (
      await readFile(`/proc/${this.#server?.pid}/task/${this.#server?.pid}/children`, 'utf8')
    ).split(' ')
    const own = await namespaceOf(child)
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const lines = await Promise.all(
      pids.map(async (pid) => {
        if (own === '' || (await namespaceOf(pid)) !== own) return ''
        return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
      }),
    )
    return lines.filter((line) => line !== '')
  }

  /** Shell code that runs in keadm's place before it joins; it may fail, wait and print. */
  async behave(code: string): Promise<void> {
    await writeFile(path.join(this.folder, 'behaviour'), code)
  }

  async renewHostKey(): Promise<void> {
    const file = path.join(this.folder, 'host_key')
    await Promise.all([rm(file, { force: true }), rm(`${file}.pub`, { force: true })])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
  }

  async switchOn(): Promise<void> {
    const files = ['passwd', 'shadow', 'group', 'sudoers'].map((file) => `mount --bind ${file} /etc/${file}`)
    const start = [
      'set -e',
      `cd ${this.folder}`,
      ...files,
      'mount --bind bin /usr/local/bin',
      'mount --bind run /run',
      `exec /usr/sbin/sshd -D -e -f ${this.folder}/sshd_config`,
    ]
    const server = spawn('unshare', ['-m', '-p', '-f', '--kill-child', '--mount-proc', 'sh', '-c', start.join('\n')])
    let said = ''
    server.stderr.on('data', (part: Buffer) => (said += part.toString('utf8')))
    this.#server = server
    const until = Date.now() + START_MS
    while (!(await this.#answers())) {
      if (server.exitCode !== null || Date.now() > until) throw new Error(`sshd did not start: ${said}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Ends everything that runs on it, at once. */
  async switchOff(): Promise<void> {
    const server = this.#server
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'close')
  }

  async stop(): Promise<void> {
    await this.switchOff()
    this.#runtime.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  #answers(): Promise<boolean> {
    const socket = connect(this.options.port, this.options.ip)
    return new Promise((resolve) => {
      socket.once('data', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('close', () => resolve(false))
    }).finally(() => socket.destroy()) as Promise<boolean>
  }

  async #prepare(): Promise<void> {
    const { folder, options } = this
    const at = (name: string) => path.join(folder, name)
    await chmod(folder, 0o711) // sshd reads a user's keys as that user
    for (const name of ['bin', 'home', 'joined', 'run', 'run/sshd', 'run/containerd']) await mkdir(at(name), 0o755)
    // All that the install script asks of a runtime is that its socket is there.
    this.#runtime.listen(at('run/containerd/containerd.sock'))
    await once(this.#runtime, 'listening')
    await writeFile(at('behaviour'), '')
    await writeFile(at('bin/machine'), folder)
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('id')])
    await this.#makeUsers()
    const settings = [
      ...(options.settings ?? []),
      `ListenAddress ${options.ip}:${options.port}`,
      `HostKey ${at('host_key')}`,
      `AuthorizedKeysFile ${at('id.pub')}`,
      'PermitRootLogin yes',
      'PasswordAuthentication yes',
      `PermitEmptyPasswords ${options.password === '' ? 'yes' : 'no'}`,
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      'StrictModes no',
      'UseDNS no',
      'PidFile none',
    ]
    await writeFile(at('sshd_config'), `${settings.join('\n')}\n`)
  }

  async #makeUsers(): Promise<void> {
    const at = (name: string) => path.join(this.folder, name)
    const input = this.options.password
    const hashOf = () => execFileSync('openssl', ['passwd', '-6', '-stdin'], { input, encoding: 'utf8' }).trim()
    const hash = input === '' ? '' : hashOf()
    for (const file of ['passwd', 'shadow', 'group']) await copyFile(`/etc/${file}`, at(file))
    const others = [USERS.sudoer, USERS.free, USERS.plain].map((name, index) => ({ name, id: FIRST_UID + index }))
    const append = async (file: string, line: (user: { name: string; id: number }) => string) => {
      const text = await readFile(at(file), 'utf8')
      await writeFile(at(file), `${text.trimEnd()}\n${others.map(line).join('\n')}\n`)
    }
    await append('passwd', ({ name, id }) => `${name}:x:${id}:${id}::${at('home')}:/bin/sh`)
    await append('group', ({ name, id }) => `${name}:x:${id}:`)
    await append('shadow', ({ name }) => `${name}:${hash}:19000:0:99999:7:::`)
    const shadow = await readFile(at('shadow'), 'utf8')
    await writeFile(
      at('shadow'),
      shadow.replace(/^root:[^:]*/m, () => `root:${hash}`),
    )
    const sudoers = [`${USERS.sudoer} ALL=(ALL) ALL`, `${USERS.free} ALL=(ALL) NOPASSWD: ALL`]
    await writeFile(at('sudoers'), `${sudoers.join('\n')}\n`, { mode: 0o440 })
  }
}
