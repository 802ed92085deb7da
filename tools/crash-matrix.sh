#!/bin/sh
# Runs the crash matrix, whole or a sample of it: tools/crash-matrix.sh [--sample N --seed TEXT] [--only TEXT,TEXT] [--lanes N] [--state DIR]
# --only keeps the points whose name contains one of the texts, as 'Build' or 'rolled back' or 'ForgeMerge#1 INSIDE'.
# A line per point and a closing total; exits 1 when a point failed. Builds what is missing first.
set -eu
exec "$(dirname "$0")/whole-system.sh" dev.slipway.crash.CrashMatrix "$@"
