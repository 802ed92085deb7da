# What up, down and status of the laboratory's Gitea share. Sourced, not run.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(sed -n 's#^require code.gitea.io/gitea v##p' "$here/go.mod")
. "$here/../lab.sh"
lab=$LAB_HOME
port=${SLIPWAY_LAB_GITEA_PORT:-13000}
binary=$lab/bin/gitea-$version
static=$lab/gitea-static-$version
state=$lab/gitea
address=http://127.0.0.1:$port

# Whether the recorded process is there, and is ours: a process id is used again after a while.
is_running() {
  [ -s "$state/pid" ] && tr '\0' ' ' <"/proc/$(cat "$state/pid")/cmdline" 2>/dev/null | grep -qF "$state/app.ini"
}

answers() {
  curl --silent --fail --max-time 2 --output /dev/null "$address/api/healthz"
}
