#!/bin/sh
# Runs the tests against the real service and writes build/test-results/TEST-shop.xml.
set -eu
cd "$(dirname "$0")"
rm -rf build/test-classes build/test-results
mkdir -p build/test-classes
javac --release 21 -Xlint:all -d build/test-classes src/shop/*.java test/shop/*.java
java -XX:TieredStopAtLevel=1 -cp build/test-classes shop.ShopTest build/test-results/TEST-shop.xml
