import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from './eventually'
import { OwnedProcess } from './owned-process'

const MODULE = path.join(import.meta.dirname, 'owned-process.ts')

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // there is no such process
  }
}

describe('a program that a test started', () => {
  it('does not outlive the test, not even one that is killed', async () => {
    const script = `const { OwnedProcess } = await import(${JSON.stringify(MODULE)})
      process.stdout.write(new OwnedProcess('sleep', ['600'], {}).pid + '\\n')`
    const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
    try {
      const said: unknown[] = await once(owner.stdout, 'data', { signal: AbortSignal.timeout(20_000) })
      const pid = Number(String(said[0]))
      expect(isThere(pid)).toBe(true)
      owner.kill('SIGKILL')
      await eventually(() => expect(isThere(pid)).toBe(false))
    } finally {
      owner.kill('SIGKILL')
    }
  })

  it('is killed where it does not end in time, which is an error that says its last words', async () => {
    const deaf = new OwnedProcess('sh', ['-c', 'trap "" TERM; echo deaf; while :; do sleep 0.05; done'], {})
    await eventually(() => expect(deaf.lines).toEqual(['deaf']))
    await expect(deaf.end('SIGTERM', 100)).rejects.toThrow(/within 100 ms of SIGTERM:\ndeaf/)
    expect(deaf.hasExited).toBe(true)
  })

  it('tells of every line, also of those that are not kept', async () => {
    const talks = new OwnedProcess('seq', ['25000'], {})
    let heard = 0
    talks.onLine(() => heard++)
    await talks.end('SIGCONT')
    expect([heard, talks.lines.length]).toEqual([25_000, 20_000])
  })

  it('that is not installed has ended, and says so', async () => {
    const missing = new OwnedProcess('no-such-program-here', [], {})
    await missing.end('SIGTERM')
    expect(missing.hasExited).toBe(true)
    expect(missing.tail()).toContain('ENOENT')
  })
})
