import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { CSV_HEADER, csvRefused, csvTaken, sendCsv } from '../harness/batch-csv'
import { suiteConsole } from '../harness/console'
import { page } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const SECRET = 'secret-of-this-suite'

const begin = async (uid = 1) => (await portal(uid).ok('node/batch', {})).batchID
const line = (name: string, last = 1, more = SECRET) => `${name},Generic,amd64,192.0.2.${last},22,root,${more}`
const csv = (...lines: string[]) => [CSV_HEADER, ...lines].join('\n')
const machine = (batchID: number, name: string, last = 1) => ({
  ...{ batchID, name, nodeType: 'Generic', arch: 'amd64' },
  ...{ ip: `192.0.2.${last}`, sudoer: 'root', password: SECRET },
})
const namesIn = async (batchID: number) =>
  (await portal().ok('node/listBatchNode', { batchID, ...page })).nodes.map(({ name }) => name)

describe('a batch', () => {
  test('is listed, newest first, with its nodes', async () => {
    const [first, second] = [await begin(7), await begin(7)]
    expect(second).toBeGreaterThan(first)
    await csvTaken(portal(7), { batchID: second, csv: csv(line('a'), line('b', 2)), fileName: 'hall-3.csv' })
    const { total, batches } = await portal(7).ok('node/listBatch', page)
    expect([total, batches.map(({ batchID }) => batchID)]).toEqual([2, [second, first]])
    expect(batches[0]).toMatchObject({ status: 'Draft', errMsg: '', proceedingFile: 'hall-3.csv', nodeCount: 2 })
    expect(batches[0]?.nodeList.map(({ name, line: at, hasCredentials }) => [name, at, hasCredentials])).toEqual([
      ['a', 2, true],
      ['b', 3, true],
    ])
    const brief = await portal(7).ok('node/listBatch', { ...page, search: 'HALL', withNodes: false })
    expect(brief.batches).toMatchObject([{ batchID: second, nodeList: [] }])
    expect(await portal(7).ok('node/listBatch', { pageNum: 9, pageSize: 10 })).toEqual({ total: 2, batches: [] })
  })

  test('is nobody else’s', async () => {
    const batchID = await begin()
    await portal().ok('node/batchnode', machine(batchID, 'mine'))
    const calls: [string, object][] = [
      ['node/describeBatch', { batchID }],
      ['node/listBatchNode', { batchID, ...page }],
      ['node/describeBatchNode', { batchID, name: 'mine' }],
      ['node/batchnode', machine(batchID, 'theirs')],
      ['node/changeBatchNode', { batchID, name: 'mine', password: 'x' }],
      ['node/batchresult', { batchID }],
      ['node/retryBatch', { batchID }],
      ['node/cancelBatch', { batchID }],
      ['node/acceptHostKey', { batchID, name: 'mine', fingerprint: `SHA256:${'a'.repeat(43)}` }],
      ['node/deleteBatchNode', { batchID, name: 'mine' }],
      ['node/deleteBatch', { batchID }],
    ]
    for (const [path, content] of calls) {
      expect(await portal(2).refusal(path, content), path).toEqual({
        status: 400,
        code: 30000,
        msg: 'record not found',
      })
    }
    expect(await csvRefused(portal(2), { batchID, csv: csv(line('x')) })).toMatchObject({ msg: 'record not found' })
  })

  test('is deleted with what it kept', async () => {
    const batchID = await begin()
    await portal().ok('node/batchnode', machine(batchID, 'short-lived'))
    expect(await portal().ok('node/deleteBatch', { batchID })).toBe('OK')
    expect(await portal().refusal('node/describeBatch', { batchID })).toMatchObject({ msg: 'record not found' })
  })

  test('is begun once for one message', async () => {
    const msgId = '7f6f2d50-11d1-4d60-83ce-f0cc48a45348'
    const [one, two] = [await portal().ok('node/batch', {}, msgId), await portal().ok('node/batch', {}, msgId)]
    expect(one).toEqual(two)
  })
})

describe('batchcsv', () => {
  test.each([
    ['in the form', false],
    ['in the query', true],
  ])('takes the batch %s', async (_, inQuery) => {
    const batchID = await begin()
    const taken = await csvTaken(portal(), { batchID, csv: `\ufeff${csv(line('x'))}\r\n`, inQuery })
    expect(taken).toEqual({ batchID, count: 1 })
    expect(await namesIn(batchID)).toEqual(['x'])
  })

  test('changes nothing where any line is wrong, and tells all of them', async () => {
    const batchID = await begin()
    await portal().ok('node/createNode', { name: 'there already', nodeType: 'Generic' })
    await portal().ok('node/batchnode', machine(batchID, 'in-batch', 9))
    const file = csv(
      line('good', 1),
      line('there already', 2),
      line('in-batch', 3),
      line('other', 9),
      'bad,Generic,amd64,no host,22,root,x',
      line('open', 4, ''),
      'short,Generic',
    )
    const refusal = await csvRefused(portal(), { batchID, csv: file })
    expect(refusal).toMatchObject({ status: 400, code: 20001, data: { reason: 'csvInvalid', errorCount: 6 } })
    const { errors } = refusal.data as { errors: { line: number; field: string; problem: string; msg: string }[] }
    expect(errors.map((one) => [one.line, one.field, one.problem]).sort()).toEqual([
      [3, 'name', 'taken'],
      [4, 'name', 'takenInBatch'],
      [5, 'ip', 'takenInBatch'],
      [6, 'ip', 'host'],
      [7, 'password', 'noCredentials'],
      [8, '', 'fieldCount'],
    ])
    expect(JSON.stringify(refusal)).not.toContain(SECRET)
    expect(await namesIn(batchID)).toEqual(['in-batch'])
  })

  test.each([
    ['no batch', { csv: csv(line('x')) }, /batchID/],
    ['a batch that is no number', { batchID: 'one', csv: csv(line('x')) }, /batchID/],
    ['no file', { csv: undefined }, /data: is missing/],
    ['a file in another field', { csv: csv(line('x')), field: 'file' }, /in the field data/],
    ['an empty file', { csv: '' }, /header|empty/],
    ['UTF-16', { csv: new Uint8Array(Buffer.from(`\ufeff${csv(line('x'))}`, 'utf16le')) }, /UTF-8/],
    ['a shared key that is none', { csv: csv(line('x', 1, '')), privateKey: 'hello' }, /privateKey/],
  ])('refuses %s', async (what, upload, text) => {
    const batchID = what === 'no batch' ? undefined : await begin()
    const refusal = await csvRefused(portal(), { ...(batchID === undefined ? {} : { batchID }), ...upload })
    expect({ status: refusal.status, code: refusal.code }).toEqual({ status: 400, code: 20001 })
    expect(refusal.msg).toMatch(text)
  })

  test('takes ten thousand machines at once, and makes their nodes', { timeout: 120_000 }, async () => {
    const batchID = await begin(3)
    const lines = Array.from({ length: 10_000 }, (_, i) => `n-${i},Generic,arm64,10.9.${i >> 8}.${i & 255},22,root,pw`)
    const answer = await sendCsv(portal(3), { batchID, csv: csv(...lines) })
    expect(answer.status, answer.text).toBe(200)
    expect((await portal(3).ok('node/describeBatch', { batchID })).batch.nodeCount).toBe(10_000)
    expect(await portal(3).refusal('node/batchnode', machine(batchID, 'one more'))).toMatchObject({
      code: 30000,
      data: { reason: 'batchFull' },
    })
    await portal(3).ok('node/batchresult', { batchID })
    expect((await portal(3).ok('node/listNode', page)).total).toBe(10_000)
    await portal(3).ok('node/cancelBatch', { batchID })
    const { counts } = (await portal(3).ok('node/describeBatch', { batchID })).batch
    expect([counts.Queued, counts.Installing]).toEqual([0, 0])
    expect((await portal(3).ok('node/listNode', { ...page, status: 'Installing' })).total).toBe(0)
  })
})

describe('the nodes of a batch', () => {
  test('are added one by one', async () => {
    const batchID = await begin()
    const { node } = await portal().ok('node/batchnode', { ...machine(batchID, 'single'), port: 2222 })
    expect(node).toMatchObject({ name: 'single', line: 0, port: 2222, status: 'Draft', hasCredentials: true })
    expect(JSON.stringify(node)).not.toContain(SECRET)
  })

  test.each([
    ['an unknown type', { nodeType: 'Cray-1' }, 'node type not exist'],
    ['an unknown processor', { arch: 'z80' }, 'arch type not exist'],
    ['no credentials', { password: '' }, 'a password or a private key is needed for node "odd"'],
    ['a name that is there', { name: 'known' }, 'the batch has a node named "known" already'],
    ['an address that is there', { ip: '192.0.2.77' }, 'the batch has a node at 192.0.2.77:22 already: "known"'],
    [
      'a name of a host that is there',
      { ip: 'Hall-3.Example' },
      'the batch has a node at hall-3.example:22 already: "by name"',
    ],
  ])('are refused with %s', async (_, more, msg) => {
    const batchID = await begin()
    await portal().ok('node/batchnode', machine(batchID, 'known', 77))
    await portal().ok('node/batchnode', { ...machine(batchID, 'by name'), ip: 'hall-3.example' })
    const refusal = await portal().refusal('node/batchnode', { ...machine(batchID, 'odd', 5), ...more })
    expect(refusal).toMatchObject({ status: 400, code: 30000, msg })
  })

  test('are changed, and a kept password goes to no other machine', async () => {
    const batchID = await begin()
    await portal().ok('node/batchnode', machine(batchID, 'moving', 30))
    await portal().ok('node/batchnode', machine(batchID, 'standing', 31))
    const change = (more: object) => portal().refusal('node/changeBatchNode', { batchID, name: 'moving', ...more })
    expect(await change({ ip: '192.0.2.32' })).toMatchObject({ data: { reason: 'batchNoCredentials' } })
    expect(await change({ sudoer: 'other' })).toMatchObject({ data: { reason: 'batchNoCredentials' } })
    expect(await change({ ip: '192.0.2.31', password: 'x' })).toMatchObject({ data: { reason: 'batchAddressTaken' } })
    const changed = { batchID, name: 'moving', ip: '192.0.2.32', password: 'another' }
    const { node } = await portal().ok('node/changeBatchNode', changed)
    expect(node).toMatchObject({ ip: '192.0.2.32', hasCredentials: true })
    await portal().ok('node/changeBatchNode', { batchID, name: 'moving', password: 'a third' })
  })

  test('take the key that they shared along when the last that needed it is taken out', async () => {
    const batchID = await begin()
    const privateKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
    const unreachable = 'keyless,Generic,amd64,127.0.0.1,9,root,'
    await csvTaken(portal(), { batchID, csv: csv(unreachable), privateKey: String(privateKey) })
    await portal().ok('node/batchresult', { batchID })
    const batch = async () => (await portal().ok('node/describeBatch', { batchID })).batch
    await expect.poll(async () => (await batch()).counts.Failed, { timeout: 30_000 }).toBe(1)
    expect((await batch()).hasPrivateKey).toBe(true)
    await portal().ok('node/deleteBatchNode', { batchID, name: 'keyless' })
    expect((await batch()).hasPrivateKey).toBe(false)
  })

  test('are taken out of it', async () => {
    const batchID = await begin()
    await portal().ok('node/batchnode', machine(batchID, 'leaving'))
    expect(await portal().ok('node/deleteBatchNode', { batchID, name: 'leaving' })).toBe('OK')
    expect(await namesIn(batchID)).toEqual([])
    const again = await portal().refusal('node/deleteBatchNode', { batchID, name: 'leaving' })
    expect(again).toMatchObject({ msg: 'record not found' })
  })
})

describe('batchresult', () => {
  test('refuses a batch without nodes', async () => {
    const batchID = await begin()
    expect(await portal().refusal('node/batchresult', { batchID })).toMatchObject({ data: { reason: 'batchEmpty' } })
  })

  test('makes no node where one of the names is taken meanwhile', async () => {
    const batchID = await begin()
    await csvTaken(portal(), { batchID, csv: csv(line('early', 40), line('late', 41)) })
    await portal().ok('node/createNode', { name: 'late', nodeType: 'Generic' })
    const refusal = await portal().refusal('node/batchresult', { batchID })
    expect(refusal).toMatchObject({ code: 30000, msg: 'nodes of these names exist already: late' })
    expect(await portal().refusal('node/desNode', { name: 'early' })).toMatchObject({ msg: 'record not found' })
  })

  test('closes the batch for additions and a second confirmation', async () => {
    const batchID = await begin()
    await portal().ok('node/batchnode', { ...machine(batchID, 'closed'), ip: '127.0.0.1', port: 9 })
    await portal().ok('node/batchresult', { batchID })
    for (const [path, content] of [
      ['node/batchresult', { batchID }],
      ['node/batchnode', machine(batchID, 'late comer')],
    ] as const) {
      expect(await portal().refusal(path, content)).toMatchObject({ data: { reason: 'batchConfirmed' } })
    }
    const failed = async () => (await portal().ok('node/describeBatch', { batchID })).batch.counts.Failed
    await expect.poll(failed, { timeout: 30_000 }).toBe(1)
    const { node } = await portal().ok('node/describeBatchNode', { batchID, name: 'closed' })
    expect(node.failure).toEqual({ name: 'refused', params: { ip: '127.0.0.1', port: '9' } })
    expect((await portal().ok('node/desNode', { name: 'closed' })).node.status).toBe('NotInstalled')
    expect(await portal().refusal('node/cancelBatch', { batchID })).toMatchObject({
      data: { reason: 'batchNothingToDo' },
    })
    expect(await portal().refusal('node/retryBatch', { batchID, names: ['nobody'] })).toMatchObject({
      data: { reason: 'batchNodeUnfit' },
    })
    const fingerprint = `SHA256:${'a'.repeat(43)}`
    expect(await portal().refusal('node/acceptHostKey', { batchID, name: 'closed', fingerprint })).toMatchObject({
      data: { reason: 'hostKeyOther' },
    })
    await portal().ok('node/deleteNode', { name: 'closed' })
    const gone = async () => (await portal().call('node/desNode', { name: 'closed' })).status
    await expect.poll(gone, { timeout: 20_000 }).toBe(400)
    expect(await portal().refusal('node/retryBatch', { batchID, names: ['closed'] })).toMatchObject({
      data: { reason: 'batchNodeGone' },
    })
    await portal().ok('node/deleteBatch', { batchID })
  })
})
