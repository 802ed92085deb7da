# What up, down and status of the laboratory's Argo Rollouts share. Sourced, not run.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(sed -n 's#.*github.com/argoproj/argo-rollouts v\([0-9.]*\).*#\1#p' "$here/go.mod" | head -1)
. "$here/../lab.sh"
state=$LAB_HOME/rollouts
# The program's name is the field manager that it writes as.
binary=$LAB_BIN/argo-rollouts-$version/rollouts-controller

is_running() { alive "$state/pid" "$binary"; }
answers() { curl -sf --max-time 2 -o /dev/null "http://127.0.0.1:$ROLLOUTS_PORT/healthz"; }
