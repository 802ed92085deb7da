#!/bin/sh
# Runs the crash matrix, whole or a sample of it: tools/crash-matrix.sh [--sample N --seed TEXT] [--only TEXT] [--lanes N] [--state DIR]
# --only keeps the points whose name contains the text, as 'Build' or 'rolled back' or 'ForgeMerge#1 INSIDE'.
# A line per point and a closing total; exits 1 when a point failed. Builds what is missing first.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
exec "$home/tools/whole-system.sh" dev.slipway.crash.CrashMatrix --project "$home" "$@"
