import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkCredentials, readLines } from './read-lines'

const HEADER = 'name,nodeType,arch,ip,port,sudoer,password'
const GOOD = 'edge-1,Generic,amd64,192.0.2.1,22,root,a secret'

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text))
}

async function read(...lines: string[]) {
  const checked = await readLines(bytesOf(lines.join('\n')))
  checkCredentials(checked)
  return { lines: checked.lines, count: checked.issues.count, first: checked.issues.first }
}

async function problems(...lines: string[]) {
  const { first } = await read(...lines)
  return first.map(({ line, field, problem }) => ({ line, field, problem }))
}

describe('readLines', () => {
  it('reads what each machine is', async () => {
    const { lines, count } = await read(HEADER, GOOD, '网关,Atlas 500,arm64,gate.example.com,,ubuntu,"p,""w"')
    expect(count).toBe(0)
    expect(lines).toEqual([
      {
        ...{ line: 2, name: 'edge-1', nodeType: 'Generic', arch: 'amd64', ip: '192.0.2.1', port: 22 },
        ...{ sudoer: 'root', password: 'a secret', privateKey: '' },
      },
      {
        ...{ line: 3, name: '网关', nodeType: 'Atlas 500', arch: 'arm64', ip: 'gate.example.com', port: 22 },
        ...{ sudoer: 'ubuntu', password: 'p,"w', privateKey: '' },
      },
    ])
  })

  it('takes the columns in any order, and a private key in a field of several lines', async () => {
    const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const { lines, count } = await read(
      'ip,port,name,nodeType,arch,privateKey,sudoer,password',
      `::1,2222,edge,Generic,amd64,"${key.replaceAll('\n', '\r\n')}",root,`,
      '192.0.2.2,22,two,Generic,amd64,,root,x',
    )
    expect(count).toBe(0)
    expect(lines[0]).toMatchObject({ ip: '::1', port: 2222, privateKey: key })
    expect(lines[1]).toMatchObject({ line: 6, name: 'two' })
  })

  it.each([
    ['name', ',Generic,amd64,192.0.2.1,22,root,x', 'empty'],
    ['name', `${'n'.repeat(256)},Generic,amd64,192.0.2.1,22,root,x`, 'tooLong'],
    ['nodeType', 'a,Cray-1,amd64,192.0.2.1,22,root,x', 'notAChoice'],
    ['arch', 'a,Generic,riscv64,192.0.2.1,22,root,x', 'notAChoice'],
    ['ip', 'a,Generic,amd64,,22,root,x', 'empty'],
    ['ip', 'a,Generic,amd64,300.1.1.1,22,root,x', 'host'],
    ['ip', 'a,Generic,amd64,-oProxyCommand=id,22,root,x', 'host'],
    ['ip', 'a,Generic,amd64,fe80::1%eth0,22,root,x', 'host'],
    ['port', 'a,Generic,amd64,192.0.2.1,0,root,x', 'port'],
    ['port', 'a,Generic,amd64,192.0.2.1,65536,root,x', 'port'],
    ['port', 'a,Generic,amd64,192.0.2.1,ssh,root,x', 'port'],
    ['sudoer', 'a,Generic,amd64,192.0.2.1,22,,x', 'empty'],
    ['sudoer', 'a,Generic,amd64,192.0.2.1,22,-v,x', 'userName'],
    ['password', 'a,Generic,amd64,192.0.2.9,22,root,', 'noCredentials'],
    ['password', 'a,Generic,amd64,192.0.2.1,22,root,"a\nb"', 'control'],
    ['', 'a,Generic,amd64,192.0.2.1,22,root', 'fieldCount'],
    ['', 'a,Generic,amd64,192.0.2.1,22,root,x,y', 'fieldCount'],
  ])('tells what is wrong with the %s of %j', async (field, line, problem) => {
    expect(await problems(HEADER, GOOD, '', line)).toEqual([{ line: 4, field, problem }])
  })

  it.each([
    ['no key', 'hello', 'privateKey'],
    ['a public key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'privateKey'],
    ['a key of two halves', '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----', 'privateKey'],
    ['a key with a passphrase', encryptedKey(), 'keyPassphrase'],
  ])('refuses %s as private key', async (_, key, problem) => {
    const text = await problems(`${HEADER},privateKey`, `a,Generic,amd64,192.0.2.1,22,root,,"${key}"`)
    expect(text).toEqual([{ line: 2, field: 'privateKey', problem }])
  })

  it('tells what is given twice, and where it was first', async () => {
    const { first } = await read(HEADER, GOOD, GOOD, 'other,Generic,amd64,192.0.2.1,22,root,x')
    expect(first.map(({ line, field, params }) => ({ line, field, params }))).toEqual([
      { line: 3, field: 'name', params: { line: 2 } },
      { line: 3, field: 'ip', params: { line: 2 } },
      { line: 4, field: 'ip', params: { line: 2 } },
    ])
  })

  it('tells all that is wrong with all lines, and goes on after each', async () => {
    expect(await problems(HEADER, ',x,amd64,,0,,x', GOOD, 'b,Generic,z80,192.0.2.2,22,root,x')).toEqual([
      { line: 2, field: 'name', problem: 'empty' },
      { line: 2, field: 'nodeType', problem: 'notAChoice' },
      { line: 2, field: 'ip', problem: 'empty' },
      { line: 2, field: 'port', problem: 'port' },
      { line: 2, field: 'sudoer', problem: 'empty' },
      { line: 4, field: 'arch', problem: 'notAChoice' },
    ])
  })

  it('counts all errors, and keeps the first ones', async () => {
    const { count, first } = await read(HEADER, ...Array.from({ length: 5000 }, () => 'x,y'))
    expect([count, first.length, first.at(-1)?.line]).toEqual([5000, 200, 201])
  })

  it('never repeats a password or a key', async () => {
    const { first } = await read(HEADER, 'a,Generic,amd64,192.0.2.1,22,root,"the pass\tword"', `b,hunter2,${GOOD}`)
    expect(first).toHaveLength(2)
    expect(JSON.stringify(first)).not.toMatch(/the pass|hunter2/)
  })

  it.each([
    ['an empty file', '', [{ line: 1, field: '', problem: 'noHeader' }]],
    ['a header alone', `${HEADER}\n`, [{ line: 1, field: '', problem: 'noLines' }]],
    ['a file without a header', GOOD, expect.arrayContaining([{ line: 1, field: 'name', problem: 'missingColumn' }])],
    ['an unknown column', `${HEADER},colour\n`, [{ line: 1, field: 'colour', problem: 'unknownColumn' }]],
    ['a column that is there twice', `${HEADER},ip\n`, [{ line: 1, field: 'ip', problem: 'twice' }]],
    ['text that is no CSV', `${HEADER}\na"b`, [{ line: 2, field: '', problem: 'strayQuote' }]],
  ])('refuses %s', async (_, text, expected) => {
    expect(await problems(text)).toEqual(expected)
  })

  it('takes ten thousand lines and not one more', async () => {
    const line = (i: number) => `node-${i},Generic,arm64,10.${i >> 16}.${(i >> 8) & 255}.${i & 255},22,root,secret`
    const lines = Array.from({ length: 10_001 }, (_, i) => line(i))
    expect(await read(HEADER, ...lines.slice(0, 10_000))).toMatchObject({ count: 0, lines: { length: 10_000 } })
    expect(await problems(HEADER, ...lines)).toEqual([{ line: 10_002, field: '', problem: 'tooManyLines' }])
  })
})

function encryptedKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  return privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string
}
