#!/bin/sh
# Puts build/shop.jar on an image with a Java runtime and pushes the result as $SLIPWAY_IMAGE, by the library Jib, so
# that the demo needs no Docker. A service of your own does it by whatever you have: docker, Jib, Kaniko, Bazel.
set -eu
cd "$(dirname "$0")"
exec java -cp @STARTER@ dev.slipway.starter.dev.demo.JarImage @BASE_IMAGE@ @ARCHITECTURE@ build/shop.jar "$SLIPWAY_IMAGE"
