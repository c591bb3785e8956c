import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Credentials } from '../credentials'
import { failureOf, type Failure } from '../failures'
import { classify, isHostKeyRefused } from './classify'
import { keyInKnownHosts, knownHostsWith } from './host-key'
import { MarkedLines } from './marked-lines'
import { remoteCommand, SAYS } from './remote-command'
import { SecretFiles } from './secret-files'
import { OutputTail } from './tail'

interface SshTarget {
  readonly ip: string
  readonly port: number
  readonly sudoer: string
}

export interface SshRun {
  /** What it needs is kept below it while it runs. */
  readonly dataDir: string
  readonly target: SshTarget
  readonly credentials: Credentials
  /** For `sh -s`, as root. */
  readonly script: string
  /** Besides the credentials, what must not be shown of the output. */
  readonly secrets: readonly string[]
  /** The key that the machine must have; undefined at the first contact. */
  readonly hostKey: string | undefined
  readonly connectTimeoutMs: number
  readonly totalTimeoutMs: number
  readonly maxOutput: number
  /** Told the output so far, each time that there is more. */
  readonly onOutput: (text: () => string) => void
  readonly signal: AbortSignal
}

export interface SshResult {
  /** Undefined where the script ended well. */
  readonly failure: Failure | undefined
  readonly output: string
  /** The key that is known of the machine now: the one that was given, or, at the first contact, the one it showed. */
  readonly hostKey: string | undefined
  /** The machine showed another key than the one given, and was told nothing. */
  readonly isHostKeyRefused: boolean
}

const KILL_AFTER_MS = 2000

/**
 * Runs a script as root on a machine over OpenSSH's client. Nothing secret is an argument of a process here or there,
 * and nothing of it stays. Ends early when the signal is aborted; never throws for what the machine does.
 */
export async function runSsh(run: SshRun): Promise<SshResult> {
  const { dataDir, target, credentials, hostKey } = run
  const files = await SecretFiles.make(dataDir, credentials, knownHostsWith(target.ip, target.port, hostKey))
  try {
    const result = await new Connection(run, files).finish()
    const known = keyInKnownHosts(await readFile(files.file('known_hosts'), 'utf8'))
    return { ...result, hostKey: known }
  } finally {
    await files.remove()
  }
}

/**
 * The key that a machine shows now, whatever was known of it. It is not signed in to and is given nothing: whoever shows
 * another key may let anybody in.
 */
export async function lookAtHostKey({
  dataDir,
  target,
  connectTimeoutMs,
  signal,
}: Pick<SshRun, 'dataDir' | 'target' | 'connectTimeoutMs' | 'signal'>): Promise<string | undefined> {
  const credentials = { privateKey: '' }
  const files = await SecretFiles.make(dataDir, credentials, '')
  const nothing = { credentials, script: '', secrets: [], hostKey: undefined, maxOutput: 0, onOutput: () => undefined }
  const probe = { dataDir, target, connectTimeoutMs, totalTimeoutMs: 2 * connectTimeoutMs, signal, ...nothing }
  try {
    await new Connection(probe, files, true).finish()
    return keyInKnownHosts(await readFile(files.file('known_hosts'), 'utf8'))
  } finally {
    await files.remove()
  }
}

type Finished = Omit<SshResult, 'hostKey'>

/** One `ssh`, which it owns until its end. */
class Connection {
  readonly #mark = `m-${randomBytes(12).toString('hex')}`
  readonly #tail: OutputTail
  readonly #messages: OutputTail
  readonly #lines: MarkedLines
  #heeded = 0
  #endedFor: 'timeout' | undefined

  constructor(
    readonly run: SshRun,
    readonly files: SecretFiles,
    /** Only to see the host key. */
    readonly isProbe = false,
  ) {
    const { password = '', privateKey = '' } = run.credentials
    const secrets = [password, privateKey.trim(), ...run.secrets]
    this.#tail = new OutputTail(run.maxOutput, secrets)
    this.#messages = new OutputTail(4096, secrets)
    this.#lines = new MarkedLines(this.#mark)
  }

  async finish(): Promise<Finished> {
    const { run } = this
    const child = spawn('ssh', this.#arguments(), { stdio: 'pipe', env: this.#environment() })
    const kill = () => end(child)
    run.signal.addEventListener('abort', kill, { once: true })
    const timer = setTimeout(() => {
      this.#endedFor = 'timeout'
      kill()
    }, run.totalTimeoutMs)
    try {
      if (run.signal.aborted) kill()
      const ended = this.#ended(child)
      this.#feed(child)
      return this.#resultOf(await ended)
    } finally {
      clearTimeout(timer)
      run.signal.removeEventListener('abort', kill)
    }
  }

  #arguments(): string[] {
    const { target, hostKey, credentials, connectTimeoutMs, script } = this.run
    const options = {
      UserKnownHostsFile: quoted(this.files.file('known_hosts')),
      GlobalKnownHostsFile: '/dev/null',
      StrictHostKeyChecking: hostKey === undefined ? 'accept-new' : 'yes',
      HashKnownHosts: 'no',
      UpdateHostKeys: 'no',
      CheckHostIP: 'no',
      ConnectTimeout: String(Math.ceil(connectTimeoutMs / 1000)),
      ConnectionAttempts: '1',
      ServerAliveInterval: '10',
      ServerAliveCountMax: '3',
      NumberOfPasswordPrompts: '1',
      IdentityAgent: 'none',
      IdentitiesOnly: 'yes',
      ForwardAgent: 'no',
      ClearAllForwardings: 'yes',
      ControlMaster: 'no',
      ControlPath: 'none',
      RequestTTY: 'no',
      LogLevel: 'ERROR',
      ...(credentials.privateKey === undefined
        ? { PubkeyAuthentication: 'no', PreferredAuthentications: 'password,keyboard-interactive' }
        : { BatchMode: 'yes', PreferredAuthentications: 'publickey', IdentityFile: quoted(this.files.file('key')) }),
    }
    return [
      ...['-F', '/dev/null'],
      // The first value of an option counts.
      ...(this.isProbe ? ['-o', 'PreferredAuthentications=none'] : []),
      ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
      ...['-p', String(target.port), '-l', target.sudoer, '--', target.ip],
      this.isProbe ? 'exit' : remoteCommand(this.#mark, Buffer.byteLength(script)),
    ]
  }

  /** Not the console's: that holds its keys. */
  #environment(): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env
    return {
      NODE_ENV: process.env.NODE_ENV,
      PATH,
      HOME,
      LC_ALL: 'C',
      DISPLAY: 'none',
      SSH_ASKPASS: this.files.file('askpass'),
      SSH_ASKPASS_REQUIRE: 'force',
    }
  }

  #feed(child: ChildProcess): void {
    const { credentials, script, onOutput } = this.run
    child.stdin?.on('error', () => undefined) // it has ended before it read everything; its status says why
    child.stdout?.on('data', (bytes: Buffer) => {
      const text = this.#lines.take(bytes)
      this.#heed(child)
      if (text === '') return
      this.#tail.add(text)
      onOutput(() => this.#tail.toString())
    })
    child.stderr?.on('data', (bytes: Buffer) => this.#messages.add(bytes))
    if (this.isProbe) child.stdin?.end()
    else child.stdin?.write(`${credentials.password ?? ''}\n${script}`)
  }

  /** What the remote side has said so far. */
  #heed(child: ChildProcess): void {
    const { said } = this.#lines
    if (said.length === this.#heeded) return
    this.#heeded = said.length
    if (said.some((line) => line.startsWith(SAYS.exited))) child.stdin?.end()
    // Where it fails, they go with the folder.
    this.files.forgetCredentials().catch(() => undefined)
  }

  #ended(child: ChildProcess): Promise<number | null | Error> {
    return new Promise((resolve) => {
      child.once('error', resolve)
      child.once('close', (status) => resolve(status))
    })
  }

  #resultOf(status: number | null | Error): Finished {
    const { target, credentials, totalTimeoutMs } = this.run
    this.#tail.add(this.#lines.end())
    const output = this.#tail.toString()
    const failed = (failure: Failure) => ({ failure, output, isHostKeyRefused: false })
    if (status instanceof Error) {
      const isMissing = 'code' in status && status.code === 'ENOENT'
      return failed(
        isMissing ? failureOf('sshMissing') : failureOf('sshFailed', { status: 'none', why: status.message }),
      )
    }
    if (this.#endedFor === 'timeout') {
      return failed(failureOf('timeout', { minutes: Math.round(totalTimeoutMs / 60_000) }))
    }
    const ending = { said: this.#lines.said, output, messages: this.#messages.toString(), status }
    const failure = classify(ending, target, credentials.privateKey !== undefined)
    return { failure, output, isHostKeyRefused: isHostKeyRefused(ending) }
  }
}

/** A path in an option: blanks would part it, and `%` begins a token (ssh_config(5), TOKENS). */
function quoted(file: string): string {
  return `"${file.replaceAll('%', '%%')}"`
}

function end(child: ChildProcess): void {
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref()
}
