#!/bin/sh
# Records the histories of the version that ships now, once: tools/record-histories.sh 0.1.0
# Never again for a version that has shipped: its histories are what running workflows look like.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
version=${1:?say which version: tools/record-histories.sh 0.1.0}
JAVA_HOME=$("$here/tools/find-jdk.sh")
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT
cd "$here"
./mvnw -q -B -ntp -pl workflows -am test-compile dependency:build-classpath -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
"$JAVA_HOME/bin/java" -cp "workflows/target/test-classes:workflows/target/classes:analysis/target/classes:$(cat "$classpath")" \
  dev.slipway.replay.HistoryRecorder workflows/src/test/resources "$version"
