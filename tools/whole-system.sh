#!/bin/sh
# Builds what is missing and runs a program of e2e-tests, as the crash matrix is one: tools/whole-system.sh MAIN-CLASS [ARGUMENTS]
set -eu
cd "$(dirname "$0")/.."
JAVA_HOME=$(tools/find-jdk.sh)
export JAVA_HOME
./slipway version > /dev/null
mkdir -p e2e-tests/target
./mvnw -q -B -ntp -pl e2e-tests -am -DskipTests test-compile dependency:build-classpath \
  -Dmdep.outputFile="$PWD/e2e-tests/target/classpath" -Dmdep.includeScope=test
exec "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$PWD/e2e-tests/target/test-classes:$(cat e2e-tests/target/classpath)" "$@"
