// The text of the install script, for any POSIX shell. What differs by node stands between HEAD and CHECK_MACHINE.

export const HEAD = `#!/bin/sh
# Joins this machine to the cluster as an edge node. Run as root; running it again is safe.
# All of it is in parentheses: a shell that it is pasted into runs nothing of half a script, and stays open.
(
set -eu`

export const CHECK_MACHINE = `
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

edgecore_runs() { command -v systemctl >/dev/null 2>&1 && systemctl is-active --quiet edgecore; }
if [ -f /etc/kubeedge/config/edgecore.yaml ]; then
  if ! grep -Eq "hostnameOverride: *[\\"']?\${NODE_NAME}[\\"']? *\\$" /etc/kubeedge/config/edgecore.yaml; then
    fail 'this machine has joined as another node: run "keadm reset edge" first'
  fi
  if edgecore_runs; then
    step 'this machine has joined already; nothing to do'
    exit 0
  fi
elif edgecore_runs; then
  fail 'edgecore runs on this machine, but not as keadm sets it up: run "keadm reset edge" first'
fi
if [ -n "$(ls -A /etc/kubeedge 2>/dev/null)" ]; then
  fail 'an earlier join left files in /etc/kubeedge, and edgecore does not run ("journalctl -u edgecore" may say why): run "keadm reset edge --force", then this again'
fi
for tool in curl tar gzip openssl; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing: install it and run this again"
done
`

export const FIND_RUNTIME = `# The container runtime, and who manages its control groups: edgecore must do as it does.
CGROUP_DRIVER=cgroupfs
if [ -S /run/cri-dockerd.sock ]; then
  RUNTIME=unix:///run/cri-dockerd.sock
  [ "$(docker info --format '{{.CgroupDriver}}' 2>/dev/null)" != systemd ] || CGROUP_DRIVER=systemd
elif [ -S /run/crio/crio.sock ]; then
  RUNTIME=unix:///run/crio/crio.sock
  CGROUP_DRIVER=systemd # what CRI-O does where it is told nothing
  if grep -Ehqs '^[[:space:]]*cgroup_manager *= *"cgroupfs"' /etc/crio/crio.conf /etc/crio/crio.conf.d/*; then
    CGROUP_DRIVER=cgroupfs
  fi
elif [ -S /run/containerd/containerd.sock ]; then
  RUNTIME=unix:///run/containerd/containerd.sock
  containerd_config() { containerd config dump 2>/dev/null || cat /etc/containerd/config.toml 2>/dev/null || :; }
  if containerd_config | grep -Eq '^[[:space:]]*disabled_plugins *=.*"(io.containerd.grpc.v1.)?cri"'; then
    fail 'containerd is here without its CRI plugin, as the packages of Docker set it up: take "cri" out of disabled_plugins in /etc/containerd/config.toml, run "systemctl restart containerd", then this again'
  fi
  if containerd_config | grep -Eq '^[[:space:]]*SystemdCgroup *= *true'; then CGROUP_DRIVER=systemd; fi
else
  fail 'no container runtime was found on this machine: install and start containerd, CRI-O or cri-dockerd, then run this again'
fi

WORK=$(mktemp -d) || fail 'no temporary folder could be made: is the disk full?'
download() {
  status=0
  curl -fsSL --retry 3 --connect-timeout 15 --max-time 1800 -o "$WORK/$1" "$DOWNLOAD_URL/$1" || status=$?
  case $status in
    0) return ;;
    6 | 7 | 28) why='it cannot be reached from this machine' ;;
    18 | 56 | 92) why='the download was cut off; run this again' ;;
    22) why='it is not there' ;;
    23) why='it could not be written: is the disk full?' ;;
    35 | 51 | 58 | 60 | 77) why='its certificate is not trusted on this machine: is the clock right, are ca-certificates installed?' ;;
    *) why="curl ended with $status" ;;
  esac
  fail "could not download $DOWNLOAD_URL/$1: $why"
}
`

export const SIGNED_PACKAGE = `PACKAGE="apulisedge-edge-$KUBEEDGE_VERSION-linux-$ARCH.tar.gz"
step "downloading $PACKAGE"
download "$PACKAGE"
download "$PACKAGE.sig"
printf '%s\\n' @PUBLIC_KEY@ >"$WORK/key.pem"
openssl dgst -sha256 -verify "$WORK/key.pem" -signature "$WORK/$PACKAGE.sig" "$WORK/$PACKAGE" >/dev/null ||
  fail "the signature of $PACKAGE is wrong: nothing was installed"
`

/** KubeEdge publishes the bare SHA-512 beside each archive. */
export const RELEASE = `PACKAGE="keadm-$KUBEEDGE_VERSION-linux-$ARCH.tar.gz"
step "downloading $PACKAGE"
download "$PACKAGE"
download "checksum_$PACKAGE.txt"
expected=$(sed -n '1s/^[[:space:]]*\\([0-9A-Fa-f]\\{128\\}\\).*$/\\1/p' "$WORK/checksum_$PACKAGE.txt" | tr A-F a-f)
actual=$(openssl dgst -sha512 -r "$WORK/$PACKAGE" | cut -d ' ' -f 1)
if [ -z "$expected" ] || [ "$expected" != "$actual" ]; then
  fail "the checksum of $PACKAGE is wrong: nothing was installed"
fi
`

export const JOIN = `mkdir "$WORK/package"
tar -xzf "$WORK/$PACKAGE" -C "$WORK/package" || fail "$PACKAGE could not be unpacked: is the disk full?"
keadm=$(find "$WORK/package" -type f -name keadm | head -n 1)
[ -n "$keadm" ] || fail "$PACKAGE holds no keadm"
{
  mkdir -p /usr/local/bin && cp "$keadm" /usr/local/bin/.keadm.new &&
    chmod 0755 /usr/local/bin/.keadm.new && mv -f /usr/local/bin/.keadm.new /usr/local/bin/keadm
} || fail '/usr/local/bin/keadm could not be written'
step "joining $CLOUDCORE as $NODE_NAME, with $RUNTIME and control groups by $CGROUP_DRIVER"
/usr/local/bin/keadm join --cloudcore-ipport="$CLOUDCORE" --token="$TOKEN" --edgenode-name="$NODE_NAME" \\
  --kubeedge-version="$KUBEEDGE_VERSION" --labels="$LABELS" \\
  --remote-runtime-endpoint="$RUNTIME" --cgroupdriver="$CGROUP_DRIVER"@FLAGS@ </dev/null ||
  fail 'keadm join failed: what it printed above says why. Before the next try, "keadm reset edge --force" takes away what is left of this one'
step 'done: the console shows the node as Online within a minute'
)
`
