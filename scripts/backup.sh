#!/bin/sh
# Writes the whole database into one file: scripts/backup.sh [FILE]. Of the server of DATABASE_URL, or, where that is not
# set, of the container `timescaledb`. Ingestion may go on meanwhile: the file holds one moment.
set -eu
cd "$(dirname "$0")/.."

file=${1:-data/backups/systole-$(date -u +%Y%m%dT%H%M%SZ).dump}
mkdir -p "$(dirname "$file")"

dump() {
  if [ -n "${DATABASE_URL:-}" ]; then
    pg_dump --format=custom --no-owner --no-privileges --dbname="$DATABASE_URL"
  else
    docker compose exec -T timescaledb pg_dump --format=custom --no-owner --no-privileges --username=systole --dbname=systole
  fi
}

# Without owners and rights, which db-init-service gives anew: the server it goes back to may not have the roles.
# Under its final name only when it is whole. What pg_dump says of circular foreign keys concerns TimescaleDB's own
# tables, and timescaledb_post_restore() sees to it.
dump > "$file.unfinished"
mv "$file.unfinished" "$file"
echo "The backup is in $file."
