#!/bin/sh
# Runs releases over the laboratory's real parts with a fault in each:
#   tools/fault-matrix.sh [--only TEXT,TEXT] [--sample N --seed TEXT] [--away SECONDS]
# --only keeps the points whose name contains a text, as 'forge' or 'API server stopped promoting'; --away says how long
# a part is away (60). A line per point and a closing total; exits 1 when a point failed. Needs tools/lab/up.
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
  -cp "$here/e2e-tests/target/test-classes:$(cat e2e-tests/target/classpath)" dev.slipway.e2e.FaultMatrix "$@"
