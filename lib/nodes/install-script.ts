import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { App } from '@/lib/app'
import type { Config } from '@/lib/config/config'
import { ConfigError } from '@/lib/config/config-error'
import { failure } from '@/lib/protocol/reasons'
import { CHECK_MACHINE, FIND_RUNTIME, HEAD, JOIN, RELEASE, SIGNED_PACKAGE } from './install-script-parts'
import { keadmFlags } from './keadm-flags'
import type { ArchType } from './schema'

/** What a script is made for. */
interface ScriptFor {
  uniqueName: string
  arch: ArchType
  token: string
  /** Of the Kubernetes Node, from its first moment on. */
  labels: Readonly<Record<string, string>>
}

const DEFAULT_CLOUDHUB_PORT = 10000
const KUBEEDGE_RELEASES = 'https://github.com/kubeedge/kubeedge/releases/download'

/**
 * One POSIX shell script for one node, safe to paste as root and to run twice: PROTOCOL.md §9. It verifies what it
 * downloads: the package of EDGE_DOWNLOAD_URL against the public key written into it, never one that comes from
 * the same place; KubeEdge's own release of keadm against the release's checksum file.
 */
export async function installScript(app: App, { uniqueName, arch, token, labels }: ScriptFor): Promise<string> {
  const { kubeedgeVersion, downloadUrl, publicKeyFile } = app.config.edge
  const publicKey = publicKeyFile === undefined ? undefined : await readPublicKey(publicKeyFile)
  const cloudcore = cloudcoreAddress(app)
  const settings = {
    NODE_NAME: uniqueName,
    ARCH: arch,
    CLOUDCORE: cloudcore,
    KUBEEDGE_VERSION: kubeedgeVersion,
    TOKEN: token,
    LABELS: Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
    DOWNLOAD_URL: downloadUrl ?? `${KUBEEDGE_RELEASES}/${kubeedgeVersion}`,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${shellQuote(value)}`)
  const fetchKeadm =
    downloadUrl !== undefined && publicKey !== undefined
      ? SIGNED_PACKAGE.replace('@PUBLIC_KEY@', () => shellQuote(publicKey))
      : RELEASE
  const flags = keadmFlags({ kubeedgeVersion, cloudcore }).map((flag) => ` \\\n  ${shellQuote(flag)}`)
  const join = JOIN.replace('@FLAGS@', () => flags.join(''))
  return [HEAD, ...lines, CHECK_MACHINE, FIND_RUNTIME, fetchKeadm, join].join('\n')
}

/** Told in a shell, as `curl … | sh` leaves nothing else to tell it with. */
export function refusingScript(why: string): string {
  return `#!/bin/sh\n(\nprintf 'error: %s\\n' ${shellQuote(why)} >&2\nexit 1\n)\n`
}

/** At the start, so that a bad file is not found only when a machine is to join. @throws ConfigError */
export async function checkPublicKey({ edge: { publicKeyFile } }: Config): Promise<void> {
  if (publicKeyFile === undefined) return
  try {
    await readPublicKey(publicKeyFile)
  } catch (cause) {
    throw new ConfigError(`EDGE_PUBLIC_KEY_FILE: ${publicKeyFile} cannot be read as a public key in PEM`, { cause })
  }
}

/** As it goes into the script: of a private key that was configured by mistake nothing but its public part. */
async function readPublicKey(file: string): Promise<string> {
  try {
    const key = createPublicKey(await readFile(file, 'utf8'))
    return key.export({ type: 'spki', format: 'pem' }).toString().trim()
  } catch (cause) {
    throw failure('noPublicKey', {}, { cause })
  }
}

function cloudcoreAddress(app: App): string {
  const configured = app.config.edge.cloudcoreAddress
  // The embedded cluster has no cloudcore; its nodes are virtual and only take the token of the script.
  const address = configured ?? (app.cluster.embedded ? new URL(app.publicUrl).hostname : undefined)
  if (address === undefined) throw failure('noCloudCore', {})
  return /:\d+$/.test(address) ? address : `${address}:${DEFAULT_CLOUDHUB_PORT}`
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
