import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDockerArchive } from '@/lib/registry/testing/make-archive'
import { suiteConsole } from '../harness/console'
import { refusedUpload, uploaded } from '../harness/upload'

const SPOOL_MB = 8

const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0
if (!canMount) process.stdout.write('skipped: a full disk needs a small file system, which only root may mount\n')

describe.runIf(canMount)('an upload that fills the disk', () => {
  const console_ = suiteConsole({ expectedErrors: /request failed|ENOSPC|no space/ })
  let spool = ''

  beforeAll(async () => {
    spool = path.join(console_().dataDir, 'spool')
    await mkdir(spool, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SPOOL_MB}m`, 'tmpfs', spool])
  })

  // Before the console's own end, which deletes the folder around it.
  afterAll(() => {
    if (spool !== '') execFileSync('umount', ['--lazy', spool])
  })

  it('is refused with a sentence, leaves nothing behind, and the next one goes well', async () => {
    const portal = console_().portal({ uid: 1 })
    await portal.ok('image/createOrg', { orgName: 'shop' })
    // Random bytes: what is stored is as large as what came.
    const files = { blob: randomBytes(SPOOL_MB * 2 * 1e6) }
    const big = await makeDockerArchive({ repoTags: ['big:1'], files })
    const { code, status, msg } = await refusedUpload(portal, { orgName: 'shop', archive: big })
    expect({ code, status }).toEqual({ code: 10003, status: 500 })
    expect(msg).toContain('disk')
    expect(await readdir(spool)).toEqual([])
    expect((await portal.ok('image/listImage', { pageNum: 1, pageSize: 10 })).total).toBe(0)

    const small = await makeDockerArchive({ repoTags: ['small:1'], files: { hello: 'hello' } })
    await uploaded(portal, { orgName: 'shop', archive: small })
    expect((await portal.ok('image/listImage', { pageNum: 1, pageSize: 10 })).total).toBe(1)
  })
})
