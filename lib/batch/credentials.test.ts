import { describe, expect, it } from 'vitest'
import { readConfig } from '@/lib/config/config'
import { tempDirs } from '@/lib/testing/temp-dir'
import { CredentialVault } from './credentials'

const tempDir = tempDirs('credentials')
const owner = { batchId: 1, name: 'edge-1', ip: '192.0.2.1', port: 22, sudoer: 'root' }
const credentials = { password: 'pässword 密码', privateKey: 'a key' }

async function vaultWith(secret = 'a key of sixteen characters', dataDir?: string) {
  const env = dataDir === undefined ? { JWT_SECRET: secret } : { DATA_DIR: dataDir }
  return CredentialVault.open({ config: readConfig(env) })
}

describe('the vault of credentials', () => {
  it('gives back what it sealed, in every process that shares the key', async () => {
    const sealed = (await vaultWith()).seal(owner, credentials)
    expect((await vaultWith()).unseal(owner, sealed)).toEqual(credentials)
  })

  it('shares the key of the data folder where there is no other', async () => {
    const dataDir = await tempDir()
    const sealed = (await vaultWith('', dataDir)).seal(owner, credentials)
    expect((await vaultWith('', dataDir)).unseal(owner, sealed)).toEqual(credentials)
    expect((await vaultWith('', await tempDir())).unseal(owner, sealed)).toBeUndefined()
  })

  it('shows nothing of it, not even that two are the same', async () => {
    const vault = await vaultWith()
    const [one, two] = [vault.seal(owner, credentials), vault.seal(owner, credentials)]
    expect(one).not.toBe(two)
    const text = Buffer.from(one.slice(3), 'base64url').toString('utf8')
    expect(text).not.toContain('word')
  })

  it.each([
    ['batch', { ...owner, batchId: 2 }],
    ['name', { ...owner, name: 'edge-2' }],
    ['address', { ...owner, ip: '192.0.2.2' }],
    ['port', { ...owner, port: 2222 }],
    ['user', { ...owner, sudoer: 'admin' }],
  ])('does not open what was moved to another %s', async (_, other) => {
    const vault = await vaultWith()
    expect(vault.unseal(other, vault.seal(owner, credentials))).toBeUndefined()
  })

  it('does not open what was changed, cut off or sealed with another key', async () => {
    const vault = await vaultWith()
    const sealed = vault.seal(owner, credentials)
    const bytes = Buffer.from(sealed.slice(3), 'base64url')
    for (const at of [0, 12, 28, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(vault.unseal(owner, `v1.${changed.toString('base64url')}`)).toBeUndefined()
    }
    for (const text of ['', 'v1.', 'v1.AAAA', sealed.slice(3), sealed.slice(0, -8)])
      expect(vault.unseal(owner, text)).toBeUndefined()
    expect((await vaultWith('another key of sixteen characters')).unseal(owner, sealed)).toBeUndefined()
  })
})
