import { describe, expect, it } from 'vitest'
import type { App } from '@/lib/app'
import { readConfig } from './config'
import { configWarnings } from './warnings'

function named(env: Record<string, string>, publicUrl: string, embedded = false) {
  const cluster = (embedded ? { embedded: {} } : {}) as App['cluster']
  return configWarnings({ config: readConfig(env), cluster, publicUrl }).map(({ name }) => name)
}

describe('the warnings at the start', () => {
  it.each([
    'http://127.0.0.1:3000',
    'http://127.1.2.3',
    'http://localhost:3000',
    'https://console.localhost',
    'http://0.0.0.0:3000',
    'http://[::1]:3000',
    'http://[::]:3000',
  ])('tell that edge machines cannot reach %s, but for the embedded cluster’s', (url) => {
    expect(named({}, url)).toEqual(['publicUrlLocal'])
    expect(named({}, url, true)).toEqual([])
  })

  it.each(['https://console.example.com', 'http://192.0.2.1:3000', 'http://[fd00::1]:3000', 'http://10.127.0.1'])(
    'say nothing of %s',
    (url) => expect(named({}, url)).toEqual([]),
  )

  it('tell that several processes need one key', () => {
    const url = 'https://console.example.com'
    const DATABASE_URL = 'postgresql://console@db/console'
    expect(named({ DATABASE_URL }, url)).toEqual(['jwtSecretOwn'])
    expect(named({ DATABASE_URL, JWT_SECRET: 'x'.repeat(32) }, url)).toEqual([])
    expect(named({}, url)).toEqual([])
  })

  it('name the address and the variable', () => {
    const [warning] = configWarnings({
      config: readConfig({}),
      cluster: {} as App['cluster'],
      publicUrl: 'http://0.0.0.0:80',
    })
    expect(warning?.text).toMatch(/http:\/\/0\.0\.0\.0:80.*PUBLIC_URL/)
  })
})
