import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'

/** The log writes to standard output: run in a process of its own. */
function logged(script: string): Record<string, unknown>[] {
  const file = path.join(import.meta.dirname, 'log.ts')
  const source = `import { addRequestFields, createLog, withRequestFields } from ${JSON.stringify(file)}\n${script}`
  const args = ['--import', 'tsx', '--input-type=module', '-e', source]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    cwd: path.join(import.meta.dirname, '../..'),
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

it('writes one JSON object a line, with the time, the level by name and the cause of an error', () => {
  const [line] = logged(`createLog('info').error({ err: new Error('top', { cause: new Error('deep') }) }, 'it failed')`)
  expect(line).toMatchObject({ level: 'error', message: 'it failed', err: { message: 'top: deep' } })
  expect(Date.parse(String(line?.time))).toBeGreaterThan(Date.now() - 60_000)
})

it('writes nothing below its level', () => {
  expect(logged(`const log = createLog('warn'); log.info('no'); log.debug('no'); log.warn('yes')`)).toHaveLength(1)
})

it('never writes passwords and tokens', () => {
  const lines = logged(
    `createLog('info').info({ password: 'p-1', token: 't-1', node: { token: 't-2' }, headers: { authorization: 'Bearer t-3' } }, 'x')`,
  )
  expect(JSON.stringify(lines)).not.toMatch(/p-1|t-[123]/)
  expect(lines[0]).toMatchObject({ password: '***', node: { token: '***' } })
})

it('carries the request’s fields through everything that the request awaits, and no further', () => {
  const lines = logged(`
    const log = createLog('info')
    const serve = (id) => withRequestFields({ request_id: id }, async () => {
      await new Promise((resolve) => setImmediate(resolve))
      addRequestFields({ msg_id: 'm-' + id })
      await null
      log.info(id)
    })
    addRequestFields({ msg_id: 'nobody' })
    await Promise.all([serve('1'), serve('2')])
    log.info('outside')`)
  expect(lines.map(({ message, request_id, msg_id }) => ({ message, request_id, msg_id }))).toEqual([
    { message: '1', request_id: '1', msg_id: 'm-1' },
    { message: '2', request_id: '2', msg_id: 'm-2' },
    { message: 'outside', request_id: undefined, msg_id: undefined },
  ])
})

it('loses no line where the process ends at once', () => {
  const lines = logged(
    `const log = createLog('info'); for (let i = 0; i < 5000; i++) log.info({ i }, 'x'); process.exit(0)`,
  )
  expect(lines.map(({ i }) => i)).toEqual(Array.from({ length: 5000 }, (_, i) => i))
})

it('writes the last lines before an error that nobody caught', () => {
  const script = `createLog('info').fatal('last'); process.on('uncaughtException', () => process.exit(0)); throw new Error('x')`
  expect(logged(script)).toMatchObject([{ message: 'last' }])
})
