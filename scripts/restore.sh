#!/bin/sh
# Brings a backup back: scripts/restore.sh FILE. Into the database of DATABASE_URL, or, where that is not set, into the
# container `timescaledb`. The database must be empty: nothing is ever overwritten.
set -eu
cd "$(dirname "$0")/.."

file=${1:-}
[ -n "$file" ] || {
  echo 'Say which backup: make restore FILE=data/backups/systole-….dump' >&2
  exit 2
}
[ -r "$file" ] || {
  echo "$file cannot be read." >&2
  exit 2
}

on_server() { # program, then its arguments
  program=$1
  shift
  if [ -n "${DATABASE_URL:-}" ]; then
    "$program" --dbname="$DATABASE_URL" "$@"
  else
    docker compose exec -T timescaledb "$program" --username=systole --dbname=systole "$@"
  fi
}
sql() {
  on_server psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --tuples-only --no-align --command="$1"
}

if [ "$(sql "SELECT to_regclass('ops.migrations') IS NOT NULL")" = t ]; then
  echo "This database holds data of Systole already. Restore into an empty one." >&2
  exit 2
fi

sql "CREATE EXTENSION IF NOT EXISTS timescaledb" > /dev/null
# Between the two nothing of TimescaleDB's runs: no jobs, no triggers that would route rows again.
sql "SELECT timescaledb_pre_restore()" > /dev/null
status=0
on_server pg_restore --no-owner --exit-on-error < "$file" || status=$?
sql "SELECT timescaledb_post_restore()" > /dev/null
[ "$status" = 0 ] || {
  echo "The backup could not be restored; drop the database before another try." >&2
  exit 1
}
sql "ANALYZE" > /dev/null
echo "$file is restored. Run db-init-service to make the roles and to apply later migrations."
