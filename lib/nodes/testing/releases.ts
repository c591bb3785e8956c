import { execFileSync } from 'node:child_process'
import { createHash, createSign, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

/** A gzipped tar of one file in a folder, as KubeEdge packs keadm. */
export async function archiveOf(folder: string, name: string, text: string): Promise<Buffer> {
  const dir = path.join(folder, `package-${name}`)
  await mkdir(path.join(dir, 'keadm'), { recursive: true })
  await writeFile(path.join(dir, 'keadm', name), text)
  await chmod(path.join(dir, 'keadm', name), 0o644)
  const file = path.join(dir, 'package.tgz')
  execFileSync('tar', ['-czf', file, '-C', dir, 'keadm'])
  return readFile(file)
}

type Arch = 'amd64' | 'arm64'

/** The package of one's own and KubeEdge's, under the names that they have. */
export function releaseFiles(archive: Buffer, arch: Arch, version: string, key: KeyObject): Record<string, Buffer> {
  const own = `apulisedge-edge-${version}-linux-${arch}.tar.gz`
  const keadm = `keadm-${version}-linux-${arch}.tar.gz`
  return {
    [own]: archive,
    [`${own}.sig`]: createSign('sha256').update(archive).sign(key),
    [keadm]: archive,
    [`checksum_${keadm}.txt`]: Buffer.from(`${createHash('sha512').update(archive).digest('hex')}\n`),
  }
}

export interface TlsServer {
  port: number
  /** PEM. */
  certificate: string
  close(): Promise<void>
}

/** A server that its own certificate says is github.com. */
export async function startGithub(folder: string, answer: RequestListener): Promise<TlsServer> {
  const [key, cert] = [path.join(folder, 'tls.key'), path.join(folder, 'tls.pem')]
  const names = ['-subj', '/CN=github.com', '-addext', 'subjectAltName=DNS:github.com']
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert, ...names], { stdio: 'ignore' })
  const server = createServer({ key: await readFile(key), cert: await readFile(cert) }, answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    certificate: await readFile(cert, 'utf8'),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
