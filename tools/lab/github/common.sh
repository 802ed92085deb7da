# What up, down and status of the laboratory's GitHub share. Sourced, not run.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../lab.sh"
lab=$LAB_HOME
port=${SLIPWAY_LAB_GITHUB_PORT:-14010}
state=$lab/github
version=$(sha256sum "$here/package-lock.json" | cut -c1-12)
modules=$lab/github-modules-$version
document=$modules/node_modules/@octokit/openapi/generated/api.github.com.json
address=http://127.0.0.1:$port

# Whether the recorded process is there, and is ours: a process id is used again after a while.
is_running() {
  [ -s "$state/pid" ] && tr '\0' ' ' <"/proc/$(cat "$state/pid")/cmdline" 2>/dev/null | grep -qF "$document"
}

answers() {
  curl --silent --max-time 5 --output /dev/null --header 'Authorization: Bearer none' "$address/repos/o/r"
}
