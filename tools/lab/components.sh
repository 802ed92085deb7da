# Which components there are, in the order in which they come up; sourced by up, down and status.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
all=()
for component in kube registry java kube2 gateway rollouts prometheus gitea github; do
  [ ! -x "$here/$component/up" ] || all+=("$component")
done

# The components that were asked for, or all, in order of start.
chosen() {
  local wanted=("$@") c w
  for w in "${wanted[@]}"; do
    [ -x "$here/$w/up" ] || {
      echo "There is no component '$w': use one or more of ${all[*]}." >&2
      exit 2
    }
  done
  for c in "${all[@]}"; do
    [ ${#wanted[@]} -gt 0 ] || { echo "$c"; continue; }
    for w in "${wanted[@]}"; do [ "$w" != "$c" ] || echo "$c"; done
  done
}
