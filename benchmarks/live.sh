#!/bin/sh
# One good and three bad versions on the laboratory (tools/lab/up kube registry gateway prometheus), by each contender:
#   benchmarks/live.sh [REQUESTS_PER_SECOND [WORD]]   50 by default; only contenders whose title has the word
# Prints what clients saw: how long the bad version answered, how many requests it failed, when it was decided.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$home"
JAVA_HOME=$(tools/find-jdk.sh)
export JAVA_HOME
tools/lab/up kube registry gateway prometheus >&2
./slipway version > /dev/null
mkdir -p e2e-tests/target
./mvnw -q -B -ntp -pl e2e-tests -am -DskipTests test-compile dependency:build-classpath \
  -Dmdep.outputFile="$home/e2e-tests/target/classpath" -Dmdep.includeScope=test
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dslipway.project="$home" -cp "$home/e2e-tests/target/test-classes:$(cat e2e-tests/target/classpath)" \
  dev.slipway.e2e.LiveComparison "$@"
