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
# The programs speak for themselves: of the two loggers on the class path, the silent one.
flags='-Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider'
[ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$JAVA_HOME/release")" -ge 23 ] &&
  flags="$flags --sun-misc-unsafe-memory-access=allow"
# shellcheck disable=SC2086 # the flags are words
exec "$JAVA_HOME/bin/java" $flags \
  -cp "$PWD/e2e-tests/target/test-classes:$(cat e2e-tests/target/classpath)" "$@"
