import { readFile } from 'node:fs/promises'
import type { App } from '@/lib/app'
import { failure } from '@/lib/protocol/reasons'
import type { ArchType } from './schema'

/** What a script is made for. */
interface ScriptFor {
  uniqueName: string
  arch: ArchType
  token: string
}

const DEFAULT_CLOUDHUB_PORT = 10000
const KUBEEDGE_RELEASES = 'https://github.com/kubeedge/kubeedge/releases/download'

/**
 * One POSIX shell script for one node, safe to paste as root and to run twice: PROTOCOL.md §9. It verifies what it
 * downloads: the package of EDGE_DOWNLOAD_URL against the public key written into it, never one that comes from
 * the same place; KubeEdge's own release of keadm against the release's checksum file.
 */
export async function installScript(app: App, { uniqueName, arch, token }: ScriptFor): Promise<string> {
  const { kubeedgeVersion, downloadUrl, publicKeyFile } = app.config.edge
  const publicKey = publicKeyFile === undefined ? undefined : (await readFile(publicKeyFile, 'utf8')).trim()
  const settings = {
    NODE_NAME: uniqueName,
    ARCH: arch,
    CLOUDCORE: cloudcoreAddress(app),
    KUBEEDGE_VERSION: kubeedgeVersion,
    TOKEN: token,
    DOWNLOAD_URL: downloadUrl ?? `${KUBEEDGE_RELEASES}/${kubeedgeVersion}`,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${shellQuote(value)}`)
  const fetchKeadm =
    downloadUrl !== undefined && publicKey !== undefined
      ? SIGNED_PACKAGE.replace('@PUBLIC_KEY@', () => shellQuote(publicKey))
      : RELEASE
  return [HEAD, ...lines, COMMON, fetchKeadm, JOIN].join('\n')
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

const HEAD = `#!/bin/sh
# Joins this machine to the cluster as an edge node. Run as root; running it again is safe.
# All of it is in parentheses: a shell that it is pasted into runs nothing of half a script, and stays open.
(
set -eu`

const COMMON = `
WORK=
fail() { printf 'error: %s\\n' "$1" >&2; exit 1; }
step() { printf '==> %s\\n' "$1"; }
trap 'if [ -n "$WORK" ]; then rm -rf "$WORK"; fi' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[ "$(id -u)" -eq 0 ] || fail 'run this as root (sudo sh ...)'
case $(uname -m) in
  x86_64 | amd64) machine=amd64 ;;
  aarch64 | arm64) machine=arm64 ;;
  *) fail "this machine's processor ($(uname -m)) is not supported" ;;
esac
[ "$machine" = "$ARCH" ] || fail "this script is for $ARCH, and this machine is $machine: get the script for $machine"
if command -v systemctl >/dev/null 2>&1 && systemctl is-active --quiet edgecore && [ -f /etc/kubeedge/config/edgecore.yaml ]; then
  if grep -q "hostnameOverride: *$NODE_NAME\\$" /etc/kubeedge/config/edgecore.yaml; then
    step 'this machine has joined already; nothing to do'
    exit 0
  fi
  fail 'this machine has joined as another node: run "keadm reset edge" first'
fi
for tool in curl tar openssl; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing: install it and run this again"
done
WORK=$(mktemp -d) || fail 'no temporary folder could be made'
download() {
  curl -fsSL --retry 3 --connect-timeout 15 --max-time 1800 -o "$WORK/$1" "$DOWNLOAD_URL/$1" ||
    fail "could not download $DOWNLOAD_URL/$1"
}
`

const SIGNED_PACKAGE = `PACKAGE="apulisedge-edge-$KUBEEDGE_VERSION-linux-$ARCH.tar.gz"
step "downloading $PACKAGE"
download "$PACKAGE"
download "$PACKAGE.sig"
printf '%s\\n' @PUBLIC_KEY@ >"$WORK/key.pem"
openssl dgst -sha256 -verify "$WORK/key.pem" -signature "$WORK/$PACKAGE.sig" "$WORK/$PACKAGE" >/dev/null ||
  fail "the signature of $PACKAGE is wrong: nothing was installed"
`

const RELEASE = `PACKAGE="keadm-$KUBEEDGE_VERSION-linux-$ARCH.tar.gz"
step "downloading $PACKAGE"
download "$PACKAGE"
download "checksum_$PACKAGE.txt"
expected=$(tr -d '[:space:]' <"$WORK/checksum_$PACKAGE.txt")
actual=$(openssl dgst -sha512 -r "$WORK/$PACKAGE" | cut -d ' ' -f 1)
if [ -z "$expected" ] || [ "$expected" != "$actual" ]; then
  fail "the checksum of $PACKAGE is wrong: nothing was installed"
fi
`

const JOIN = `mkdir "$WORK/package"
tar -xzf "$WORK/$PACKAGE" -C "$WORK/package" || fail "$PACKAGE could not be unpacked"
keadm=$(find "$WORK/package" -type f -name keadm | head -n 1)
[ -n "$keadm" ] || fail "$PACKAGE holds no keadm"
install -m 0755 "$keadm" /usr/local/bin/keadm
step "joining $CLOUDCORE as $NODE_NAME"
/usr/local/bin/keadm join --cloudcore-ipport="$CLOUDCORE" --token="$TOKEN" --edgenode-name="$NODE_NAME" \\
  --kubeedge-version="$KUBEEDGE_VERSION" \\
  --set modules.edgeStream.enable=true,modules.edged.reportEvent=true ||
  fail 'keadm join failed: what it printed above says why'
step 'done: the console shows the node as Online within a minute'
)
`
