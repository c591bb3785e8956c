import { execFileSync } from 'node:child_process'
import { createSign, generateKeyPairSync } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startHttpServer } from '@/lib/testing/http-server'

/** Both names of this machine's processor. */
export const ARCH = process.arch === 'arm64' ? 'arm64' : 'amd64'

/**
 * The download server that install scripts get their signed package from. Its keadm stands in for KubeEdge's: it runs
 * the behaviour that the test has given its machine, and notes that it was asked to join.
 */
export async function startDownloads(): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'downloads-'))
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyFile = path.join(folder, 'edge.pem')
  await writeFile(keyFile, keys.publicKey.export({ type: 'spki', format: 'pem' }))
  await mkdir(path.join(folder, 'keadm'))
  await writeFile(path.join(folder, 'keadm/keadm'), KEADM, { mode: 0o755 })
  execFileSync('tar', ['-czf', path.join(folder, 'package.tgz'), '-C', folder, 'keadm'])
  const release = await readFile(path.join(folder, 'package.tgz'))
  const signature = createSign('sha256').update(release).sign(keys.privateKey)
  const server = await startHttpServer((req, res) => {
    if (req.url?.endsWith('.tar.gz')) res.end(release)
    else if (req.url?.endsWith('.tar.gz.sig')) res.end(signature)
    else res.writeHead(404).end()
  })
  return {
    env: {
      CLOUDCORE_ADDRESS: 'cloud.example.com',
      EDGE_DOWNLOAD_URL: server.url,
      EDGE_PUBLIC_KEY_FILE: keyFile,
    },
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const KEADM = `#!/bin/sh
set -eu
machine=$(cat /usr/local/bin/machine)
for argument; do case $argument in --edgenode-name=*) node=\${argument#*=} ;; esac; done
. "$machine/behaviour"
printf '%s\\n' "$@" >"$machine/joined/$node"
`
