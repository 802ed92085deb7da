#!/bin/sh
# Builds the benchmarks when something is newer than they are, and runs one of them:
#   benchmarks/run.sh release     a whole release beside a bare workflow; the heap of 2,000 that wait for approval
#   benchmarks/run.sh beside      only the first of these
#   benchmarks/run.sh waiting     only the second
#   benchmarks/run.sh timeline    every event of one release with its milliseconds: where the time goes
#   benchmarks/run.sh smoke       the same at tiny sizes, under a minute
#   benchmarks/run.sh blocks      what one block of an analysis and one line of slipway analyze cost, by JMH
#   benchmarks/run.sh canary [N]  the analysis beside the rules of Flagger, Argo Rollouts, Kayenta and two z-tests, N releases of each scenario
#   benchmarks/run.sh canary-figures [N]   what is required of the analysis, measured on N healthy releases of each scenario
#   benchmarks/run.sh canary-pods [N]      what is promised of a fresh baseline and of one bad pod, measured on N releases of each scenario
#   benchmarks/run.sh reconcile   1,000 objects in 100 environments on a real API server ($KUBECONFIG, else that of tools/lab)
# What follows is given to the embedded server as a dynamic setting, to try what it would change, such as
#   benchmarks/run.sh beside history.transferProcessorMaxPollRPS=1000
set -eu
home=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$home"
jar=benchmarks/target/slipway-benchmarks.jar

outdated() {
  [ ! -f "$jar" ] || [ -n "$(find pom.xml analysis/pom.xml workflows/pom.xml activities/pom.xml benchmarks/pom.xml \
    analysis/src/main workflows/src/main activities/src/main benchmarks/src/main -newer "$jar" -print | head -n 1)" ]
}

if outdated; then
  echo 'benchmarks: building' >&2
  ./mvnw -B -ntp -q -DskipTests -pl benchmarks -am package >&2
  touch "$jar"
fi
jdk=$(tools/find-jdk.sh)
flags='--enable-native-access=ALL-UNNAMED'
[ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")" -ge 23 ] &&
  flags="$flags --sun-misc-unsafe-memory-access=allow"
# shellcheck disable=SC2086 # the flags are words
exec "$jdk/bin/java" $flags -Xmx2g -jar "$jar" "$@"
