import { describe, expect, it } from 'vitest'
import en from '@/lib/i18n/messages/en/batch.json'
import zh from '@/lib/i18n/messages/zh/batch.json'
import { FAILURES } from '../failures'
import { LINE_PROBLEMS } from '../line-issues'
import { classify } from './classify'
import { fingerprint, keyInKnownHosts, knownHostsWith } from './host-key'

const target = { ip: '192.0.2.1', port: 22, sudoer: 'ops' }
const ended = { said: [] as string[], output: '', messages: '', status: 255 }
const nameOf = (more: Partial<typeof ended>, usesKey = false) => classify({ ...ended, ...more }, target, usesKey)?.name

describe('classify', () => {
  it.each([
    ['ssh: Could not resolve hostname x: Name or service not known', 'unknownHost'],
    ['ssh: connect to host 192.0.2.1 port 22: Connection refused', 'refused'],
    ['ssh: connect to host 192.0.2.1 port 22: Connection timed out', 'connectTimeout'],
    ['ssh: connect to host 192.0.2.1 port 22: No route to host', 'unreachable'],
    ['ssh: connect to host 192.0.2.1 port 22: Network is unreachable', 'unreachable'],
    ['ops@192.0.2.1: Permission denied (publickey,password).', 'wrongPassword'],
    ['ops@192.0.2.1: Permission denied (keyboard-interactive).', 'wrongPassword'],
    ['ops@192.0.2.1: Permission denied (publickey).', 'noPasswordLogin'],
    ['kex_exchange_identification: Connection closed by remote host', 'notSsh'],
    ['Unable to negotiate with 192.0.2.1 port 22: no matching host key type found.', 'notSsh'],
    ['something that nobody has seen', 'sshFailed'],
  ])('tells from %j', (messages, name) => {
    expect(nameOf({ messages })).toBe(name)
  })

  it('tells a key that is refused from a password that is', () => {
    expect(nameOf({ messages: 'ops@192.0.2.1: Permission denied (publickey,password).' }, true)).toBe('keyRefused')
  })

  it('believes what the remote side has said before what ssh says', () => {
    const messages = 'client_loop: send disconnect: Connection reset'
    expect(nameOf({ said: ['connected'], messages })).toBe('connectionLost')
    expect(nameOf({ said: ['connected', 'exited 0'], messages })).toBeUndefined()
    expect(nameOf({ said: ['connected', 'sudo-missing'] })).toBe('sudoMissing')
  })

  it('names in a sentence what no machine may make longer than a line', () => {
    const failure = classify({ ...ended, said: ['exited 1'], output: `error: ${'x'.repeat(5000)}` }, target, false)
    expect(failure?.params.why).toHaveLength(300)
  })
})

describe.each([
  ['English', en],
  ['Chinese', zh],
])('%s', (_, texts) => {
  it('has a sentence for every failure, and for everything that can be wrong with a line', () => {
    expect(Object.keys(texts.failure).sort()).toEqual(Object.keys(FAILURES).sort())
    expect(LINE_PROBLEMS.filter((problem) => !Object.hasOwn(texts.problem, problem))).toEqual([])
  })
})

describe('a host key', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEmG0k9GtRk0V1mZ2mYk2mCwB8m3xq0m2cI0b0e3mQ8x'

  it.each([22, 2222])('is read back from a known_hosts file, at port %i', (port) => {
    expect(keyInKnownHosts(knownHostsWith('Edge.example.com', port, key))).toBe(key)
  })

  it('is not found where there is none', () => {
    expect(keyInKnownHosts(knownHostsWith('192.0.2.1', 22, undefined))).toBeUndefined()
  })

  it('has the fingerprint that ssh-keygen shows', () => {
    expect(fingerprint(key)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/)
  })
})
