#!/bin/sh
# Brings Temporal's two databases to the schema of this version. Called before every start: what is there is kept.
set -eu
: "${SQL_PASSWORD:?the database password is not set}"

bring_up() {
  database=$1
  versions=/etc/temporal/schema/postgresql/v12/$2/versioned
  if temporal-sql-tool --db "$database" update-schema -d "$versions"; then
    return
  fi
  echo "schema: $database is not there yet, or has no schema: creating it"
  temporal-sql-tool --db "$database" create
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema -d "$versions"
}

bring_up temporal temporal
bring_up temporal_visibility visibility
echo "schema: up to date"
