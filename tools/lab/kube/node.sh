#!/usr/bin/env bash
# The process that is the "machine": process 1 of its own namespaces; when it ends, all in them end.
#   node.sh STATE_DIRECTORY
set -euo pipefail
. "$1/env"
pki=$KUBE_DIR/pki
log=$KUBE_DIR/log
mount --make-rshared /
mount -t tmpfs tmpfs /run/netns 2>/dev/null || { mkdir -p /run/netns; mount -t tmpfs tmpfs /run/netns; }
for d in /var/lib/cni /var/log/containers; do mkdir -p "$d"; mount -t tmpfs tmpfs "$d"; done
ip link set lo up
ip link add kube0 type dummy 2>/dev/null || ip link add kube0 type bridge
ip addr add "$NODE_IP/32" dev kube0
ip link set kube0 up
ip route add default dev kube0 src "$NODE_IP"
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
# kubelet sets these for the whole machine: give it copies to set, in this mount namespace only
for f in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
  cat "/proc/sys/$f" >"$KUBE_DIR/run/sysctl-${f//\//-}"
  mount --bind "$KUBE_DIR/run/sysctl-${f//\//-}" "/proc/sys/$f"
done

start() { # NAME COMMAND... ; kept running
  local name=$1
  shift
  (
    while :; do
      "$@" >>"$log/$name.log" 2>&1 || true
      echo "--- $name ended; again in 1 s" >>"$log/$name.log"
      sleep 1
    done
  ) &
}

start etcd "$KUBE_BIN/etcd" --data-dir "$KUBE_DIR/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380
start kube-apiserver "$KUBE_BIN/kube-apiserver" --etcd-servers http://127.0.0.1:2379 \
  --advertise-address "$NODE_IP" --bind-address 0.0.0.0 --secure-port 6443 \
  --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" \
  --client-ca-file "$pki/ca.crt" --authorization-mode Node,RBAC --allow-privileged \
  --enable-admission-plugins NodeRestriction --service-cluster-ip-range "$SERVICE_CIDR" \
  --service-account-issuer https://kubernetes.default.svc.cluster.local \
  --service-account-key-file "$pki/sa.pub" --service-account-signing-key-file "$pki/sa.key" \
  --kubelet-client-certificate "$pki/apiserver-kubelet.crt" \
  --kubelet-client-key "$pki/apiserver-kubelet.key" --kubelet-certificate-authority "$pki/ca.crt" \
  --kubelet-preferred-address-types InternalIP --endpoint-reconciler-type lease
start forward "$KUBE_BIN/tool" forward "unix:$KUBE_DIR/run/api.sock" "tcp:$NODE_IP:6443"
for d in /sys/fs/cgroup/*/; do
  [ -e "$d/tasks" ] || continue
  mkdir -p "$d$CGROUP"
  for f in cpuset.cpus cpuset.mems; do
    [ ! -e "$d$f" ] || cat "$d$f" >"$d$CGROUP/$f"
  done
done
start containerd containerd --config "$KUBE_DIR/containerd.toml" --log-level warn
until ctr -a "$KUBE_DIR/run/containerd.sock" version >/dev/null 2>&1; do sleep 0.1; done
for i in "$KUBE_DIR"/images/*.tar; do
  ctr -a "$KUBE_DIR/run/containerd.sock" -n k8s.io images import "$i" >>"$log/images.log" 2>&1
done
until curl -fs --cacert "$pki/ca.crt" --cert "$pki/admin.crt" --key "$pki/admin.key" \
  "https://$NODE_IP:6443/readyz" >/dev/null; do sleep 0.2; done
# An API server that is away for a minute is tried here (tools/lab/away); that the only node is given up for it is not.
start kube-controller-manager "$KUBE_BIN/kube-controller-manager" --leader-elect=false --node-monitor-grace-period 300s \
  --kubeconfig "$pki/controller-manager.kubeconfig" --root-ca-file "$pki/ca.crt" \
  --service-account-private-key-file "$pki/sa.key" --use-service-account-credentials \
  --cluster-signing-cert-file "$pki/ca.crt" --cluster-signing-key-file "$pki/ca.key"
start kube-scheduler "$KUBE_BIN/kube-scheduler" --leader-elect=false \
  --kubeconfig "$pki/scheduler.kubeconfig"

start kubelet "$KUBE_BIN/kubelet" --config "$KUBE_DIR/kubelet.yaml" --root-dir "$KUBE_DIR/kubelet" \
  --kubeconfig "$pki/kubelet.kubeconfig" --hostname-override node1 --node-ip "$NODE_IP"
start kube-proxy "$KUBE_BIN/kube-proxy" --config "$KUBE_DIR/proxy.yaml"
wait
