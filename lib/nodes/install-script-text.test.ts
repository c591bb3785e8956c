import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { App } from '@/lib/app'
import { readConfig } from '@/lib/config/config'
import { tempDirs } from '@/lib/testing/temp-dir'
import { installScript } from './install-script'

const tempDir = tempDirs('install-script-text')
const NODE = 'node-0123456789abcdef0123456789abcdef'
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()

describe('the text of the script', () => {
  const scriptFor = async (env: Record<string, string>, embedded = false) => {
    const cluster = embedded ? { embedded: {} } : {}
    const app = { config: readConfig(env), cluster, publicUrl: 'http://10.0.0.5:3000' } as App
    return installScript(app, { uniqueName: NODE, arch: 'amd64', token: 't', labels: {} })
  }
  const withKey = async (text: string) => {
    const file = path.join(await tempDir(), 'key.pem')
    await writeFile(file, text)
    return scriptFor({ CLOUDCORE_ADDRESS: 'c', EDGE_DOWNLOAD_URL: 'https://e', EDGE_PUBLIC_KEY_FILE: file })
  }

  it.each([
    ['cloud', "CLOUDCORE='cloud:10000'"],
    ['cloud:10010', "CLOUDCORE='cloud:10010'"],
    ['[fd00::1]', "CLOUDCORE='[fd00::1]:10000'"],
    ['[fd00::1]:10010', "CLOUDCORE='[fd00::1]:10010'"],
  ])('joins %s, with cloudcore’s port', async (address, line) => {
    expect(await scriptFor({ CLOUDCORE_ADDRESS: address })).toContain(`\n${line}\n`)
  })

  it('needs the address configured, but for the embedded cluster', async () => {
    const message = expect.stringContaining('CLOUDCORE_ADDRESS') as string
    await expect(scriptFor({})).rejects.toMatchObject({ code: 30000, message })
    expect(await scriptFor({}, true)).toContain("CLOUDCORE='10.0.0.5:10000'")
  })

  it('holds nothing but the public part of whatever key it was given', async () => {
    const secret = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const script = await withKey(secret)
    expect(script).toContain(publicKey.trim())
    expect(script).not.toContain('PRIVATE')
  })

  it('needs a key that is one', async () => {
    await expect(withKey('no key')).rejects.toMatchObject({ code: 30000, data: { reason: 'noPublicKey' } })
    const missing = { CLOUDCORE_ADDRESS: 'c', EDGE_DOWNLOAD_URL: 'https://e', EDGE_PUBLIC_KEY_FILE: '/nowhere' }
    await expect(scriptFor(missing)).rejects.toMatchObject({ data: { reason: 'noPublicKey' } })
  })
})
