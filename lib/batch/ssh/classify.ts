import { failureOf, type Failure } from '../failures'
import { SAYS } from './remote-command'

/** How a run of `ssh` went, as far as it matters for what it means. */
export interface Ending {
  /** What the remote side has said, in its order. */
  readonly said: readonly string[]
  /** Of the remote side, without what it has said. */
  readonly output: string
  /** Of `ssh` itself. */
  readonly messages: string
  readonly status: number | null
}

interface Target {
  readonly ip: string
  readonly port: number
  readonly sudoer: string
}

/** Whether `ssh` went no further than the machine's host key. Which one that is takes a look at the keys. */
export function isHostKeyRefused({ said, messages }: Ending): boolean {
  return said.length === 0 && /Host key verification failed/i.test(messages)
}

/** Undefined where the script ended well. */
export function classify(ending: Ending, target: Target, usesKey: boolean): Failure | undefined {
  const { said } = ending
  const exited = said.find((line) => line.startsWith(`${SAYS.exited} `))
  if (exited !== undefined) {
    const status = Number(exited.slice(SAYS.exited.length + 1))
    return status === 0 ? undefined : failureOf('scriptFailed', { why: lastError(ending.output, status) })
  }
  const user = target.sudoer
  if (said.includes(SAYS.sudoMissing)) return failureOf('sudoMissing', { user })
  if (said.includes(SAYS.sudoPassword)) return failureOf('sudoPassword', { user })
  if (said.includes(SAYS.sudoWrongPassword)) return failureOf('sudoWrongPassword', { user })
  if (said.includes(SAYS.sudoRefused)) return failureOf('sudoNotAllowed', { user, why: lastLine(ending.output) })
  if (said.includes(SAYS.connected)) return failureOf('connectionLost')
  return classifyConnection(ending, target, usesKey)
}

/** From the words of OpenSSH's client, which are the same in every locale. */
function classifyConnection({ messages, status }: Ending, target: Target, usesKey: boolean): Failure {
  const { ip, port, sudoer: user } = target
  const why = lastLine(messages)
  if (/Could not resolve hostname/i.test(messages)) return failureOf('unknownHost', { ip })
  if (/Connection refused/i.test(messages)) return failureOf('refused', { ip, port })
  if (/timed out|Timeout, server/i.test(messages)) return failureOf('connectTimeout', { ip, port })
  if (/No route to host|Network is unreachable|Host is down/i.test(messages)) {
    return failureOf('unreachable', { ip, why: wordsAfterColon(why) })
  }
  const denied = /Permission denied \(([^)]*)\)|Permission denied/i.exec(messages)
  if (denied || /Too many authentication failures/i.test(messages)) {
    if (usesKey) return failureOf('keyRefused', { user })
    const offered = denied?.[1] ?? 'password'
    return failureOf(/password|keyboard-interactive/.test(offered) ? 'wrongPassword' : 'noPasswordLogin', { user })
  }
  if (
    /banner|kex_exchange|Unable to negotiate|Protocol major|Bad packet|Corrupted MAC|Connection (closed|reset)/i.test(
      messages,
    )
  ) {
    return failureOf('notSsh', { ip, port, why })
  }
  return failureOf('sshFailed', { status: status ?? 'none', why })
}

/** `ssh: connect to host 192.0.2.1 port 22: No route to host` → `No route to host`. */
function wordsAfterColon(line: string): string {
  return line.slice(line.lastIndexOf(': ') + 1).trim() || line
}

const MAX_WHY = 300

/** The last `error: …` line of the install script; without one, the last line that it printed. */
function lastError(output: string, status: number): string {
  const errors = output.split('\n').filter((line) => line.startsWith('error: '))
  const line = errors.at(-1)?.slice('error: '.length) ?? lastLine(output)
  return (line === '' ? `exit status ${status}` : line).slice(0, MAX_WHY)
}

function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return (lines.filter((line) => line !== '').at(-1) ?? '').slice(0, MAX_WHY)
}
