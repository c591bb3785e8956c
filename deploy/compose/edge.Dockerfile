# A machine for the demo: Debian with systemd and containerd, as keadm wants to find it.
FROM docker.io/library/debian:bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    ca-certificates containerd containernetworking-plugins curl iproute2 iptables kmod sudo systemd systemd-sysv \
  && rm -rf /var/lib/apt/lists/*
# The demo's registry speaks plain HTTP.
RUN mkdir -p /etc/containerd/certs.d/registry:5000 /etc/cni/net.d /opt/cni \
  && ln -s /usr/lib/cni /opt/cni/bin \
  && containerd config default \
    | sed 's#config_path = ""#config_path = "/etc/containerd/certs.d"#; s#SystemdCgroup = false#SystemdCgroup = true#' \
    > /etc/containerd/config.toml \
  && printf '[host."http://registry:5000"]\n  capabilities = ["pull", "resolve"]\n' \
    > /etc/containerd/certs.d/registry:5000/hosts.toml
COPY edge-cni.json /etc/cni/net.d/10-edge.conflist
CMD ["/sbin/init"]
