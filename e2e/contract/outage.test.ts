import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '@/lib/testing/free-port'
import { imageArchive } from '../harness/archive'
import { TestConsole } from '../harness/console'
import { refusedUpload } from '../harness/upload'

let lost: TestConsole | undefined

/** A console whose cluster and registry nobody answers for. */
function withoutSurroundings(): TestConsole {
  if (!lost) throw new Error('the console is started before the tests')
  return lost
}

beforeAll(async () => {
  const nobody = `http://127.0.0.1:${await freePort()}`
  lost = await TestConsole.start({ clusterUrl: nobody, env: { REGISTRY_URL: nobody } })
})
afterAll(async () => {
  await lost?.stop()
  expect(lost?.errors()).toEqual([])
})

const portal = () => withoutSurroundings().portal({ uid: 1 })

describe('without a cluster and a registry', () => {
  test('the console starts, serves, and says what is missing', async () => {
    const response = await fetch(`${withoutSurroundings().url}/api/health`)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      ok: false,
      parts: { database: { ok: true }, cluster: { ok: false }, registry: { ok: false } },
    })
    expect((await fetch(`${withoutSurroundings().url}/health`)).status).toBe(200)
  })

  test('records are made and read', async () => {
    await portal().ok('node/createNode', { name: 'patient', nodeType: 'Generic' })
    expect((await portal().ok('node/desNode', { name: 'patient' })).node.status).toBe('NotInstalled')
    expect(await portal().ok('node/deleteNode', { name: 'patient' })).toBe('OK')
    expect((await portal().ok('node/desNode', { name: 'patient' })).node.status).toBe('Deleting')
    expect(await portal().refusal('node/deleteNode', { name: 'patient' })).toEqual({
      status: 400,
      code: 30000,
      msg: 'delete failed! status is deleting',
    })
  })

  test('what a node says of itself answers 40000 with 502', async () => {
    await portal().ok('node/createNode', { name: 'unheard', nodeType: 'Generic' })
    const refusal = await portal().refusal('node/describeNodeState', { name: 'unheard' })
    expect(refusal).toMatchObject({
      status: 502,
      code: 40000,
      msg: 'the cluster could not be reached for the state of the node',
    })
  })

  test('the install script answers 40000 with 502', async () => {
    await portal().ok('node/createNode', { name: 'scripted', nodeType: 'Generic' })
    expect(await portal().refusal('node/scripts', { name: 'scripted', arch: 'amd64' })).toMatchObject({
      status: 502,
      code: 40000,
    })
  })

  test('an upload answers 40000 with 502, and leaves no record', async () => {
    await portal().ok('image/createOrg', { orgName: 'lost' })
    const refusal = await refusedUpload(portal(), { orgName: 'lost', archive: await imageArchive({ tags: ['a:1'] }) })
    expect(refusal).toMatchObject({ status: 502, code: 40000 })
    expect((await portal().ok('image/listImage', { pageNum: 1, pageSize: 10 })).total).toBe(0)
  })

  test.each(['demo/joinVirtualNode', 'demo/stopVirtualNode', 'demo/startVirtualNode'])(
    '%s is not there with another cluster',
    async (path) => {
      expect(await portal().refusal(path, { name: 'scripted' })).toMatchObject({ status: 404, code: 10001 })
    },
  )

  test('the console still stops in order', async () => {
    await withoutSurroundings().restart()
    expect((await portal().ok('node/listType', {})).types).toHaveLength(3)
  })
})
