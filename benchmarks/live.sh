#!/bin/sh
# One good and three bad versions on the laboratory, whose parts it brings up, by each contender:
#   benchmarks/live.sh [REQUESTS_PER_SECOND [CONTENDER [VERSION]]]
# 50 requests/s by default; only contenders whose title, and versions whose name, has the word that is given.
# Prints what clients saw: how long the bad version answered, how many requests it failed, when it was decided.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
"$home/tools/lab/up" kube registry gateway rollouts prometheus >&2
exec "$home/tools/whole-system.sh" dev.slipway.e2e.LiveComparison "$@"
