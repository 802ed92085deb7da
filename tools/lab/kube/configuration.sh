# The cluster's configuration files and small commands, written anew by each up; sourced by it.
POD_CIDR=10.244.0.0/24
SERVICE_CIDR=10.96.0.0/16

configuration() {
  local d=$KUBE_DIR
  cgroup=kube-$(basename "$d")-$KUBE_PORT
  mkdir -p "$d/cni/net.d" "$d/kubelet"
  echo "nameserver 10.96.0.10" >"$d/resolv.conf"
  cat >"$d/cni/net.d/10-bridge.conflist" <<JSON
{"cniVersion": "1.0.0", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "dataDir": "/run/cni-ipam", "ranges": [[{"subnet": "$POD_CIDR"}]],
            "routes": [{"dst": "0.0.0.0/0"}]}}]}
JSON
  cat >"$d/containerd.toml" <<TOML
version = 2
root = "$d/containerd"
state = "$d/run/containerd"
oom_score = 0
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[grpc]
  address = "$d/run/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$d/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$d/cni/net.d"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
TOML
  cat >"$d/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $NODE_IP
healthzBindAddress: 127.0.0.1
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $pki/kubelet.crt
tlsPrivateKeyFile: $pki/kubelet.key
containerRuntimeEndpoint: unix://$d/run/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
failSwapOn: false
failCgroupV1: false
clusterDNS: [10.96.0.10]
clusterDomain: cluster.local
resolvConf: $d/resolv.conf
podLogsDir: $d/log/pods
volumePluginDir: $d/kubelet/plugins-exec
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
nodeStatusUpdateFrequency: 10s
syncFrequency: 10s
oomScoreAdj: 0
shutdownGracePeriod: 0s
YAML
  cat >"$d/proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
oomScoreAdj: 0
hostnameOverride: node1
clusterCIDR: $POD_CIDR
clientConnection: {kubeconfig: $pki/proxy.kubeconfig}
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
nftables: {minSyncPeriod: 0s}
YAML
  cat >"$d/env" <<ENV
KUBE_DIR=$d
KUBE_BIN=$KUBE_BIN
KUBE_PORT=$KUBE_PORT
NODE_IP=$NODE_IP
POD_CIDR=$POD_CIDR
SERVICE_CIDR=$SERVICE_CIDR
CGROUP=$cgroup
ENV
  install -m 755 "$here/node.sh" "$d/node.sh" # never written in place: it may be running
  cat >"$d/in" <<SH
#!/bin/sh
# runs a command in the cluster's network
exec nsenter --target "\$(cat $d/run/node.pid)" --net "\$@"
SH
  cat >"$d/load" <<SH
#!/bin/sh
# NAME:TAG STATIC_BINARY [KEY=VALUE...] makes an image from scratch and brings it in; IMAGE.tar brings one in
set -e
t=\$1
if [ \$# -ge 2 ]; then
  n=\$1 b=\$2 t=\$(mktemp --suffix=.tar)
  shift 2
  $KUBE_BIN/tool image "\$n" "\$b" "\$t" "\$@"
  trap 'rm -f "\$t"' EXIT
fi
nsenter --target "\$(cat $d/run/node.pid)" --mount ctr -a $d/run/containerd.sock -n k8s.io images import "\$t"
SH
  cat >"$d/expose" <<SH
#!/bin/sh
# PORT HOST:PORT: makes an address of the cluster's network (a Service's ClusterIP, a pod, the node)
# reachable on 127.0.0.1:PORT of the host, until the cluster goes down
set -e
s=$d/run/expose-\$1
if [ -e "\$s.pid" ] && kill -0 "\$(cat "\$s.pid")" 2>/dev/null; then echo "\$1 is exposed already" >&2; exit 1; fi
setsid nsenter --target "\$(cat $d/run/node.pid)" --net --mount --pid \
  $KUBE_BIN/tool forward "unix:\$s.sock" "tcp:\$2" </dev/null >>$d/log/expose.log 2>&1 &
setsid $KUBE_BIN/tool forward "tcp:127.0.0.1:\$1" "unix:\$s.sock" </dev/null >>$d/log/expose.log 2>&1 &
echo \$! >"\$s.pid"
i=0
until [ -S "\$s.sock" ] || [ \$i = 50 ]; do sleep 0.1; i=\$((i + 1)); done
SH
  cat >"$d/admit" <<SH
#!/bin/sh
# PORT: makes 127.0.0.1:PORT of the host reachable in the cluster's network, at that port of the node ($NODE_IP for
# pods), until the cluster goes down. Does nothing when it is reachable already.
set -e
s=$d/run/admit-\$1
if [ -e "\$s.pid" ] && kill -0 "\$(cat "\$s.pid")" 2>/dev/null; then exit 0; fi
setsid $KUBE_BIN/tool forward "unix:\$s.sock" "tcp:127.0.0.1:\$1" </dev/null >>$d/log/admit.log 2>&1 &
echo \$! >"\$s.pid"
setsid nsenter --target "\$(cat $d/run/node.pid)" --net --mount --pid \
  $KUBE_BIN/tool forward "tcp:0.0.0.0:\$1" "unix:\$s.sock" </dev/null >>$d/log/admit.log 2>&1 &
i=0
until [ -S "\$s.sock" ] || [ \$i = 50 ]; do sleep 0.1; i=\$((i + 1)); done
SH
  chmod +x "$d/in" "$d/load" "$d/expose" "$d/admit"
}
