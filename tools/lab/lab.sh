# What the laboratory's scripts share; sourced by them. State and binaries lie under $LAB_HOME, never in the repository.
# Keep the path of $LAB_HOME short: unix sockets lie below it, whose paths may have 107 characters.
LAB_HOME=${LAB_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/slipway-lab}
LAB_BIN=$LAB_HOME/bin
KUBE_VERSION=1.34.4
COREDNS_VERSION=1.12.4
GATEWAY_API_VERSION=1.4.1
TRAEFIK_VERSION=3.5.3
# Several clusters run side by side: each has a name, which is its component's, a state directory and a port.
KUBE_NAME=${KUBE_NAME:-kube}
KUBE_DIR=${KUBE_DIR:-$LAB_HOME/$KUBE_NAME}
KUBE_BIN=$LAB_BIN/kube-$KUBE_VERSION
KUBE_PORT=${KUBE_PORT:-6443}
REGISTRY_PORT=${REGISTRY_PORT:-5000}
GATEWAY_PORT=${GATEWAY_PORT:-18000}
PROMETHEUS_PORT=${PROMETHEUS_PORT:-19090}
ROLLOUTS_PORT=${ROLLOUTS_PORT:-18080}
export KUBECONFIG=$KUBE_DIR/kubeconfig

say() { printf '%(%T)T %s\n' -1 "$*"; }
die() {
  echo "${0##*/lab/}: $*" >&2
  exit 1
}
kubectl() { "$KUBE_BIN/kubectl" "$@"; }

# Debian packages, installed once.
need_packages() {
  local missing=() p
  for p in "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || die "needs ${missing[*]}: install them, or run as root"
  say "installing ${missing[*]}"
  mkdir -p "$LAB_HOME"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$LAB_HOME/apt.log" 2>&1 ||
    die "the packages cannot be installed: $LAB_HOME/apt.log says why"
}

# go_build WHAT ARGUMENT... : go build -v in this folder, at the lowest priority; every 15 s says how far it is.
go_build() {
  local what=$1 log started=$SECONDS told=$SECONDS pid
  shift
  mkdir -p "$LAB_HOME"
  log=$(mktemp "$LAB_HOME/build.XXXXXX")
  say "building $what (once; minutes)"
  nice -n 19 go build -v -trimpath "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    if [ $((SECONDS - told)) -ge 15 ]; then
      told=$SECONDS
      say "  $what: $(wc -l <"$log") packages compiled, $((SECONDS - started)) s"
    fi
  done
  wait "$pid" || die "$what cannot be built: $(tail -5 "$log")"
  rm -f "$log"
  say "built $what in $((SECONDS - started)) s"
}

# alive PIDFILE MARK : the process is there, and is the one that was started (its command names MARK)
alive() {
  local p
  p=$(cat "$1" 2>/dev/null) && tr '\0' ' ' 2>/dev/null <"/proc/$p/cmdline" | grep -qF -- "$2"
}

# end PIDFILE MARK : ends the recorded process and waits until it is gone
end() {
  local p
  if alive "$1" "$2"; then
    p=$(cat "$1")
    kill -KILL "$p" 2>/dev/null || true
    for _ in $(seq 100); do
      [ -e "/proc/$p" ] || break
      sleep 0.05
    done
  fi
  rm -f "$1"
}

kube_is_up() { alive "$KUBE_DIR/run/node.pid" "$KUBE_DIR/node.sh"; }

# await_condition OBJECT CONDITION SECONDS : kubectl wait, which ends at once with an error when the object is so new
# that it has no conditions at all
await_condition() {
  local deadline=$((SECONDS + $3))
  until kubectl wait --for "condition=$2" --timeout "$3s" "$1" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || die "$1 is not $2 after $3 s: kubectl describe $1 says why"
    sleep 0.2
  done
}
