#!/bin/sh
# Creates the namespace once. A failure is tried again by the container's restart policy.
set -eu
temporal operator cluster health
if temporal operator namespace describe -n "$NAMESPACE" >/dev/null 2>&1; then
  echo "namespace: $NAMESPACE is there"
else
  temporal operator namespace create -n "$NAMESPACE" --retention "$RETENTION"
fi
