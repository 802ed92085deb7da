#!/bin/sh
# Runs releases over the laboratory's real parts with a fault in each:
#   tools/fault-matrix.sh [--only TEXT,TEXT] [--sample N --seed TEXT] [--away SECONDS]
# --only keeps the points whose name contains a text, as 'forge' or 'API server stopped promoting'; --away says how long
# a part is away (60). A line per point and a closing total; exits 1 when a point failed. Needs tools/lab/up.
set -eu
exec "$(dirname "$0")/whole-system.sh" dev.slipway.e2e.FaultMatrix "$@"
