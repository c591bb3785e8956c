import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readConfig } from '@/lib/config/config'
import { silentLog } from '@/lib/testing/log'
import { tempDirs } from '@/lib/testing/temp-dir'
import { openCluster } from './open-cluster'

const tempDir = tempDirs('open-cluster')

it('lacks nothing that anybody expects of the embedded cluster', async () => {
  const { client, embedded, survey } = await openCluster(readConfig({ DATA_DIR: await tempDir() }), silentLog)
  try {
    expect((await survey.look())?.missing).toEqual([])
    expect(survey.missingFeatures).toEqual([])
  } finally {
    client.close()
    await embedded?.stop()
  }
})

it.each([
  ['is not there', undefined],
  ['is no YAML', 'clusters: ['],
  ['is nothing', ''],
  ['names no current cluster', 'apiVersion: v1\nkind: Config\nclusters: []\n'],
  ['names a server that is no address', 'clusters: [{name: c, cluster: {server: "no address"}}]\n'],
])('says in a sentence what is wrong with a KUBECONFIG that %s', async (_, content) => {
  const file = path.join(await tempDir(), 'kubeconfig')
  const context = 'contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\nusers: [{name: u}]\n'
  if (content !== undefined) await writeFile(file, content.includes('server') ? content + context : content)
  await expect(openCluster(readConfig({ KUBECONFIG: file }), silentLog)).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringMatching(/^KUBECONFIG: .*kubeconfig cannot be used: ./) as string,
  })
})
