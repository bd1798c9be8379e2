import { buildDashboard } from './dashboard.ts';
import { curves, numbers, rows, WIDTH } from './panels.ts';
import { promql, sqlTable } from './queries.ts';

const OF = 'datname!~"template.*|postgres|"';
const hypertables = 'timescaledb_information.hypertables';

export const database = buildDashboard({
  name: 'database',
  title: 'Database',
  description: 'TimescaleDB: connections, work, sizes, compression and its own jobs.',
  from: 'now-6h',
  rows: {
    'At a glance': [
      numbers({
        title: 'Connections in use',
        description: 'Share of max_connections.',
        unit: 'percentunit',
        width: WIDTH.sixth,
        warnAt: 0.6,
        badAt: 0.8,
        alert: 'DatabaseConnectionsNearlyUsed',
        queries: [promql('max(instance:pg_connections_used:ratio)', 'in use')],
      }),
      numbers({
        title: 'Size',
        description: 'Of the whole database on disk.',
        unit: 'bytes',
        width: WIDTH.sixth,
        alert: 'DiskNearlyFull',
        queries: [sqlTable('SELECT pg_database_size(current_database()) AS size')],
      }),
      numbers({
        title: 'Chunks',
        description: 'Pieces of time that hypertables consist of. Thousands make planning slow.',
        unit: 'short',
        width: WIDTH.sixth,
        warnAt: 2_000,
        queries: [sqlTable('SELECT count(*) AS chunks FROM timescaledb_information.chunks')],
      }),
      numbers({
        title: 'In the columnstore',
        description: 'Share of chunks that are compressed.',
        unit: 'percentunit',
        width: WIDTH.sixth,
        queries: [
          sqlTable(
            'SELECT coalesce(avg(is_compressed::integer), 0)::double precision AS share FROM timescaledb_information.chunks',
          ),
        ],
      }),
      numbers({
        title: 'Jobs that failed',
        description: 'Background jobs of TimescaleDB whose last run failed.',
        unit: 'short',
        width: WIDTH.sixth,
        badAt: 1,
        queries: [
          sqlTable(
            `SELECT count(*) AS failed FROM timescaledb_information.job_stats WHERE last_run_status = 'Failed'`,
          ),
        ],
      }),
      numbers({
        title: 'Found in memory',
        description:
          'Share of blocks that did not have to be read from disk; below 95 % shared_buffers is small.',
        unit: 'percentunit',
        width: WIDTH.sixth,
        queries: [
          promql(
            `sum(rate(pg_stat_database_blks_hit{${OF}}[$__rate_interval])) / (sum(rate(pg_stat_database_blks_hit{${OF}}[$__rate_interval])) + sum(rate(pg_stat_database_blks_read{${OF}}[$__rate_interval])) > 0)`,
            'found',
          ),
        ],
      }),
    ],
    Work: [
      curves({
        title: 'Connections by state',
        description: 'Those idle in a transaction hold locks and keep old rows from being cleaned up.',
        unit: 'short',
        width: WIDTH.half,
        isStacked: true,
        alert: 'DatabaseConnectionsNearlyUsed',
        queries: [promql('sum by (state) (pg_stat_activity_count)', '{{ state }}')],
      }),
      curves({
        title: 'Transactions',
        description: 'Committed and rolled back, a second.',
        unit: 'ops',
        width: WIDTH.half,
        queries: [
          promql(`sum(rate(pg_stat_database_xact_commit{${OF}}[$__rate_interval]))`, 'committed'),
          promql(`sum(rate(pg_stat_database_xact_rollback{${OF}}[$__rate_interval]))`, 'rolled back'),
        ],
      }),
      curves({
        title: 'Rows',
        description: 'Inserted, updated, deleted and read, a second.',
        unit: 'ops',
        width: WIDTH.half,
        queries: ['inserted', 'updated', 'deleted', 'fetched'].map((what) =>
          promql(`sum(rate(pg_stat_database_tup_${what}{${OF}}[$__rate_interval]))`, what),
        ),
      }),
      curves({
        title: 'Time to answer, as services see it',
        description: '95 % of the statements of a service take less than this.',
        unit: 's',
        width: WIDTH.half,
        queries: [
          promql(
            'histogram_quantile(0.95, sum by (job, le) (rate(systole_database_query_duration_seconds_bucket[$__rate_interval])))',
            '{{ job }}',
          ),
        ],
      }),
      curves({
        title: 'Deadlocks',
        description: 'Transactions ended since each waited for another; there should be none.',
        unit: 'short',
        width: WIDTH.half,
        badAt: 1,
        alert: 'ApiErrors',
        queries: [promql(`sum(increase(pg_stat_database_deadlocks{${OF}}[$__rate_interval]))`, 'deadlocks')],
      }),
      curves({
        title: 'Temporary files',
        description: 'Written by statements that need more memory than work_mem, and so are slow.',
        unit: 'short',
        width: WIDTH.half,
        alert: 'ApiSlow',
        queries: [promql(`sum(increase(pg_stat_database_temp_files{${OF}}[$__rate_interval]))`, 'files')],
      }),
      curves({
        title: 'Statements that take most time',
        description: 'Share of a processor that a statement keeps busy, of the eight that need most.',
        unit: 'percentunit',
        width: WIDTH.full,
        isStacked: true,
        alert: 'ApiSlow',
        queries: [
          promql(
            'topk(8, sum by (queryid) (rate(pg_stat_statements_seconds_total[$__rate_interval]))) * on (queryid) group_left (query) pg_stat_statements_query_id',
            '{{ query }}',
          ),
        ],
      }),
    ],
    TimescaleDB: [
      rows({
        title: 'Hypertables',
        description:
          'Sizes with indexes. The ratio is that of the compressed chunks alone: what they took before, and take now.',
        units: { size: 'bytes' },
        width: WIDTH.full,
        alert: 'DiskNearlyFull',
        queries: [
          sqlTable(`
SELECT hypertable_name AS "hypertable", num_chunks AS "chunks", compressed.chunks AS "in the columnstore",
       hypertable_size(format('%I.%I', hypertable_schema, hypertable_name)::regclass) AS "size",
       round(compressed.before / nullif(compressed.after, 0), 1) AS "compression ratio"
  FROM ${hypertables}
  LEFT JOIN LATERAL (SELECT number_compressed_chunks AS chunks, before_compression_total_bytes::numeric AS before,
                            after_compression_total_bytes::numeric AS after
                       FROM hypertable_compression_stats(format('%I.%I', hypertable_schema, hypertable_name)::regclass)
                    ) AS compressed ON compression_enabled
 WHERE hypertable_schema = 'public'
 ORDER BY "size" DESC`),
        ],
      }),
      rows({
        title: 'Continuous aggregates',
        description: 'The rollups, and the size of what they hold.',
        units: { size: 'bytes' },
        width: WIDTH.half,
        alert: 'RollupsLagging',
        queries: [
          sqlTable(`
SELECT view_name AS "rollup", hypertable_name AS "made from",
       hypertable_size(format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name)::regclass) AS "size"
  FROM timescaledb_information.continuous_aggregates
 ORDER BY view_name`),
        ],
      }),
      rows({
        title: 'Jobs',
        description: 'What TimescaleDB does by itself: compression, retention, statistics.',
        width: WIDTH.half,
        queries: [
          sqlTable(`
SELECT jobs.application_name AS "job", jobs.hypertable_name AS "hypertable", stats.last_run_status AS "last run",
       stats.last_successful_finish AS "last success", stats.total_failures AS "failures", stats.next_start AS "next"
  FROM timescaledb_information.jobs AS jobs
  LEFT JOIN timescaledb_information.job_stats AS stats USING (job_id)
 ORDER BY stats.last_run_status = 'Failed' DESC, jobs.job_id`),
        ],
      }),
    ],
  },
});
