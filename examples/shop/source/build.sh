#!/bin/sh
# Makes build/shop.jar. The same sources give the same bytes, so that an unchanged service is the same artifact.
set -eu
cd "$(dirname "$0")"
rm -rf build/classes
mkdir -p build/classes
javac --release 21 -Xlint:all -d build/classes src/shop/*.java
jar --create --date=2026-01-01T00:00:00Z --file build/shop.jar --main-class shop.Shop -C build/classes .
echo "built build/shop.jar"
