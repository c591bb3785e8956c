import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installationId } from './installation'
import { openMigrated, providersHere, startDatabaseServer, type DatabaseServer } from './testing/databases'

describe.each(providersHere())('the id of an installation, on %s', (provider) => {
  let server: DatabaseServer
  beforeAll(async () => {
    server = await startDatabaseServer(provider)
  })
  afterAll(() => server.stop())

  it('stays, and is that of one database only', async () => {
    const [one, other] = [await openMigrated(server), await openMigrated(server)]
    try {
      expect(await installationId(one.read)).toMatch(/^[0-9a-f-]{36}$/)
      expect(await installationId(one.read)).toBe(await installationId(one.read))
      expect(await installationId(one.read)).not.toBe(await installationId(other.read))
    } finally {
      await one.close()
      await other.close()
    }
  })
})
