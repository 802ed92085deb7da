#!/bin/sh
# Installs the slipway command from this clone, or packs it:
#   tools/install.sh [--prefix DIR]     DIR/bin/slipway and DIR/lib/slipway (default: ~/.local)
#   tools/install.sh --archive FILE     the same as a tar.gz, to be unpacked anywhere
# `./slipway install` builds first and then comes here. An installation needs nothing of the clone.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd -P)
prefix=$HOME/.local
archive=
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?"say where: --prefix DIR"}; shift 2 ;;
    --archive) archive=${2:?"say which file: --archive FILE"}; shift 2 ;;
    *) echo "install: '$1' is not known: use --prefix DIR or --archive FILE." >&2; exit 2 ;;
  esac
done
for part in starter worker localcluster; do
  [ -f "$here/$part/target/slipway-$part.jar" ] || {
    echo "install: $part is not built: run ./slipway version first, which builds." >&2
    exit 1
  }
done

# $1: where bin and lib go
lay_out() {
  mkdir -p "$1/bin" "$1/lib"
  rm -rf "$1/lib/slipway.new"
  mkdir "$1/lib/slipway.new"
  for part in starter worker localcluster; do
    mkdir "$1/lib/slipway.new/$part"
    cp "$here/$part/target/slipway-$part.jar" "$1/lib/slipway.new/$part/"
    cp -R "$here/$part/target/lib" "$1/lib/slipway.new/$part/lib"
  done
  mkdir "$1/lib/slipway.new/tools" "$1/lib/slipway.new/examples"
  cp "$here/tools/find-jdk.sh" "$1/lib/slipway.new/tools/"
  cp -R "$here/tools/temporal" "$1/lib/slipway.new/tools/temporal"
  cp -R "$here/tools/render" "$1/lib/slipway.new/tools/render"
  cp -R "$here/examples/shop" "$1/lib/slipway.new/examples/shop"
  rm -rf "$1/lib/slipway.new/examples/shop/source/build"
  rm -rf "$1/lib/slipway"
  mv "$1/lib/slipway.new" "$1/lib/slipway"
  cp "$here/slipway" "$1/bin/slipway.new"
  chmod 755 "$1/bin/slipway.new"
  mv "$1/bin/slipway.new" "$1/bin/slipway"
}

if [ -n "$archive" ]; then
  version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' "$here/pom.xml" | head -n 1)
  staging=$(mktemp -d)
  trap 'rm -rf "$staging"' EXIT
  lay_out "$staging/slipway-$version"
  tar -czf "$archive" -C "$staging" "slipway-$version"
  echo "install: $archive is made: unpack it and put its bin on the PATH"
  exit 0
fi
lay_out "$prefix"
"$prefix/bin/slipway" --archive-classes || true
case ":$PATH:" in
  *":$prefix/bin:"*) echo "install: slipway is installed in $prefix" ;;
  *) echo "install: slipway is installed in $prefix: add $prefix/bin to the PATH" ;;
esac
