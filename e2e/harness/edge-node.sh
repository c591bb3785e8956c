#!/usr/bin/env bash
# edge-node.sh start|stop NODE_SCRIPT: a real kubelet with containerd through NODE_SCRIPT, whose environment this one
# needs too, with a network in which a container answers on its host port; and nothing of it left when it is stopped.
set -euo pipefail
NETWORK=apulisedge-test

port_rules() { iptables -t nat -S CNI-HOSTPORT-DNAT 2>/dev/null | grep -F "$NETWORK" || true; }

if [ "$1" = stop ]; then
  bash "$2" stop || true
  port_rules | while read -r rule; do
    chain=${rule##*-j }
    eval "iptables -t nat ${rule/#-A/-D}"
    iptables -t nat -F "$chain" && iptables -t nat -X "$chain"
  done
  exit
fi
mkdir -p "$NODE_DIR/cni"
# Before the script's own by name, so that containerd takes this one.
cat >"$NODE_DIR/cni/00-ports.conflist" <<CNI
{ "cniVersion": "0.4.0", "name": "$NETWORK", "plugins": [
  { "type": "bridge", "bridge": "k8scni0", "isGateway": true, "ipMasq": false,
    "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.244.7.0/24" }]], "dataDir": "$NODE_DIR/cni-ipam" } },
  { "type": "portmap", "capabilities": { "portMappings": true } } ] }
CNI
bash "$2" start
