#!/bin/sh
# Runs the crash matrix, whole or a sample of it: tools/crash-matrix.sh [--sample N --seed TEXT] [--only TEXT] [--lanes N] [--state DIR]
# --only keeps the points whose name contains the text, as 'Build' or 'rolled back' or 'ForgeMerge#1 INSIDE'.
# A line per point and a closing total; exits 1 when a point failed. Builds what is missing first.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"
JAVA_HOME=$("$here/tools/find-jdk.sh")
export JAVA_HOME
./slipway version > /dev/null
mkdir -p e2e-tests/target
./mvnw -q -B -ntp -pl e2e-tests -am -DskipTests test-compile dependency:build-classpath \
  -Dmdep.outputFile="$here/e2e-tests/target/classpath" -Dmdep.includeScope=test
exec "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$here/e2e-tests/target/test-classes:$(cat e2e-tests/target/classpath)" \
  dev.slipway.crash.CrashMatrix --project "$here" "$@"
