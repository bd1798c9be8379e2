#!/bin/sh
# Starts PostgreSQL with settings for the memory this container may use, which it reads at every start: a changed limit
# needs nothing else. The shares are those that PostgreSQL's and TimescaleDB's documentation recommend.
set -eu

max_connections=100

memory_bytes() {
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
  if [ "$limit" = max ]; then
    awk '/^MemTotal:/ { printf "%d\n", $2 * 1024 }' /proc/meminfo
  else
    echo "$limit"
  fi
}

# TIMESCALEDB_MEMORY_BYTES is for the test of this file.
megabytes=$((${TIMESCALEDB_MEMORY_BYTES:-$(memory_bytes)} / 1048576))
maintenance=$((megabytes / 16))
[ "$maintenance" -le 2048 ] || maintenance=2048
work=$((megabytes / 4 / max_connections))
[ "$work" -ge 4 ] || work=4

exec "${TIMESCALEDB_ENTRYPOINT:-docker-entrypoint.sh}" postgres \
  -c shared_preload_libraries=timescaledb,pg_stat_statements \
  -c "max_connections=$max_connections" \
  -c "shared_buffers=$((megabytes / 4))MB" \
  -c "effective_cache_size=$((megabytes * 3 / 4))MB" \
  -c "maintenance_work_mem=${maintenance}MB" \
  -c "work_mem=${work}MB" \
  -c wal_compression=on \
  -c max_wal_size=2GB \
  -c checkpoint_timeout=15min \
  -c random_page_cost=1.1 \
  -c effective_io_concurrency=200 \
  -c timescaledb.max_background_workers=8 \
  -c max_worker_processes=20 \
  -c timescaledb.telemetry_level=off \
  -c password_encryption=scram-sha-256 \
  -c idle_in_transaction_session_timeout=60s \
  -c log_min_duration_statement=1s \
  -c track_io_timing=on \
  -c timezone=UTC
