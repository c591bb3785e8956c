import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '@/lib/config/config'
import { joinCommand } from './join-command'

const dir = mkdtempSync(path.join(tmpdir(), 'join-command-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const config = readConfig({ DATA_DIR: dir })
const SCRIPT = '#!/bin/sh\necho joined\n'
/** Where the line is run, and where it may keep what it has to. */
const here = path.join(dir, 'here')
const temp = path.join(dir, 'temp')
for (const folder of [here, temp]) mkdirSync(folder)
const commandAt = (publicUrl: string) =>
  joinCommand({ config, publicUrl }, { nodeId: 1, arch: 'amd64', script: SCRIPT })

/** Runs the line with stand-ins for curl, which answers the script, and sudo, which becomes nobody else. */
function runLine(line: string, served: string): string {
  writeFileSync(path.join(dir, 'served'), served)
  const stubs = `cd '${here}'; TMPDIR='${temp}'; export TMPDIR
sudo() { "$@"; }
curl() { if [ "$2" = -o ]; then cp ../served "$3"; else cat ../served; fi; }
`
  return execFileSync('sh', { input: stubs + line, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })
}

describe('the line that joins a machine', () => {
  it('is one line, good for an hour', async () => {
    const { command, commandExpiresAt } = await commandAt('https://console.example')
    expect(command).toMatch(/^curl -fsSL 'https:\/\/console\.example\/api\/join\/[\w.-]+' \| sudo sh$/)
    expect(Math.abs(Date.parse(commandExpiresAt) - Date.now() - 3600_000)).toBeLessThan(60_000)
  })

  it.each(['https://console.example', 'http://10.0.0.1:3000'])('runs the script from %s', async (url) => {
    const { command } = await commandAt(url)
    expect(command.split('\n')).toHaveLength(1)
    expect(runLine(command, SCRIPT)).toContain('joined\n')
  })

  it('runs nothing that was changed on the way over plain HTTP', async () => {
    const { command } = await commandAt('http://10.0.0.1:3000')
    expect(() => runLine(command, '#!/bin/sh\necho joined elsewhere\n')).toThrow()
  })

  it('says over plain HTTP too that nothing was run, and fails', async () => {
    const { command } = await commandAt('http://10.0.0.1:3000')
    const input = `cd '${here}'; curl() { echo 'exit 0' >"$3"; }; sudo() { "$@"; }; ${command}`
    const { status, stderr } = spawnSync('sh', { input, encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, expect.stringContaining('error: nothing was run. The link was used before')])
  })

  it('tells of a script that failed by its status alone', async () => {
    const script = '#!/bin/sh\necho why >&2\nexit 3\n'
    const { command } = await joinCommand({ config, publicUrl: 'http://c' }, { nodeId: 1, arch: 'amd64', script })
    writeFileSync(path.join(dir, 'served'), script)
    const input = `cd '${here}'; curl() { cp ../served "$3"; }; sudo() { "$@"; }; ${command}`
    expect(spawnSync('sh', { input, encoding: 'utf8' })).toMatchObject({ status: 3, stderr: 'why\n' })
  })

  it.each([
    ['the script ran', SCRIPT],
    ['it was another one', '#!/bin/sh\necho joined elsewhere\n'],
    ['it failed', '#!/bin/sh\nexit 3\n'],
  ])('leaves nothing of the join token behind where %s', async (_, served) => {
    const script = served.includes('elsewhere') ? SCRIPT : served
    const { command } = await joinCommand({ config, publicUrl: 'http://c' }, { nodeId: 1, arch: 'amd64', script })
    try {
      runLine(command, served)
    } catch {
      // It ends with the script's status, which is tried above.
    }
    expect([...readdirSync(here), ...readdirSync(temp)]).toEqual([])
  })

  it('asks for the script where only this user can write it', async () => {
    const { command } = await commandAt('http://c')
    const input = `cd '${here}'; TMPDIR='${temp}'; export TMPDIR; umask 022; curl() { stat -c %a "$3" >&2; }; ${command}`
    expect(spawnSync('sh', { input, encoding: 'utf8' }).stderr).toMatch(/^600\n/)
  })

  it('is another each time', async () => {
    expect(await commandAt('https://c')).not.toEqual(await commandAt('https://c'))
  })
})
