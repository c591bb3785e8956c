import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '@/lib/app'
import type { Db } from '@/lib/db/db'
import { openScratchDb } from '@/lib/db/testing/databases'
import { testApp } from '@/lib/testing/app'
import { CredentialVault } from './credentials'
import { Installation } from './installation'
import type { BatchedRow } from './outcome'
import { ownerOf } from './store'
import { batchOf } from './testing/rows'

let db: Db
let app: App
let vault: CredentialVault
let row: BatchedRow
beforeEach(async () => {
  db = await openScratchDb()
  app = testApp({ db, env: { JWT_SECRET: 'a key of sixteen characters' } })
  vault = await CredentialVault.open(app)
  const [made] = await batchOf(db, 1, 'Installing', { attempts: 1 })
  if (!made) throw new Error('there is no row')
  row = { ...made, secret: vault.seal(ownerOf(made), { password: 'secret' }) }
})
afterEach(() => db.close())

describe('an installation that cannot begin', () => {
  it.each<[string, (row: BatchedRow) => BatchedRow]>([
    ['were sealed with another key', (one) => ({ ...one, secret: 'v1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })],
    ['were given for another machine', (one) => ({ ...one, ip: '192.0.2.99' })],
    ['are not there', (one) => ({ ...one, secret: '' })],
  ])('says so where its credentials %s', async (_, changed) => {
    const outcome = await new Installation(app, vault, changed(row)).done
    expect(outcome).toEqual({ status: 'Failed', failure: { name: 'credentialsGone', params: {} } })
  })

  it('says why there is no script for it', async () => {
    const outcome = await new Installation(app, vault, row).done
    expect(outcome).toMatchObject({ status: 'Failed', failure: { name: 'scriptUnavailable' } })
  })

  it('says nothing where it was ended', async () => {
    const installation = new Installation(app, vault, row)
    installation.end()
    expect(await installation.done).toBeUndefined()
  })
})
