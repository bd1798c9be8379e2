import {
  CustomVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { heartRateIntraday, heartRateSummary } from '@systole/catalog';
import { buildDashboard } from './dashboard.ts';
import {
  HEART_RATE,
  heartRateOverTime,
  LATEST_RUNS,
  REJECTS_BY_RULE,
  RESTING_HEART_RATE,
  USERS,
} from './heart-rate-sql.ts';
import { curves, numbers, rows, WIDTH } from './panels.ts';
import { promql, promqlNow, sqlOverTime, sqlTable, TIMESCALEDB } from './queries.ts';

const DATASETS = `dataset=~"${heartRateIntraday.key}|${heartRateSummary.key}"`;
const OF_USERS = `${DATASETS},user_id=~"$user"`;
const UNIT = heartRateIntraday.value.unit;

const user = new QueryVariableBuilder('user')
  .label('User')
  .description('Whose data is shown.')
  .datasource(TIMESCALEDB)
  .query(USERS)
  .refresh(VariableRefresh.OnDashboardLoad)
  .multi(true)
  .includeAll(true)
  .current({ text: 'All', value: '$__all' });

const interval = new CustomVariableBuilder('interval')
  .label('Interval')
  .description('Width of a point of the heart-rate curves; auto takes what fits the range.')
  .values(['auto', ...heartRateIntraday.rollups.map(({ level }) => level)].join(','))
  .current({ text: 'auto', value: 'auto' });

export const heartRatePipeline = buildDashboard({
  name: 'heart-rate-pipeline',
  title: 'Heart-rate pipeline',
  description: 'Whether heart rate comes in fresh and whole, and the curves themselves.',
  from: 'now-7d',
  variables: [user, interval],
  rows: {
    'Fresh and whole': [
      numbers({
        title: 'Age of the newest reading',
        description: `Of each user. Heart rate is stale after ${heartRateIntraday.staleAfterHours} hours.`,
        unit: 's',
        width: WIDTH.half,
        warnAt: (heartRateIntraday.staleAfterHours / 2) * 3_600,
        badAt: heartRateIntraday.staleAfterHours * 3_600,
        alert: 'DataStale',
        queries: [
          promql(
            `max by (user_id) (systole_data_freshness_seconds{dataset="${heartRateIntraday.key}",user_id=~"$user"})`,
            '{{ user_id }}',
          ),
        ],
      }),
      numbers({
        title: 'Days missing',
        description:
          'Days, from the first that was fetched until the day before yesterday, that were not fetched whole.',
        unit: 'short',
        width: WIDTH.half,
        warnAt: 1,
        badAt: 7,
        alert: 'IngestionOverdue',
        queries: [promql(`max by (user_id) (systole_data_gap_days{${OF_USERS}})`, '{{ user_id }}')],
      }),
      numbers({
        title: 'Last successful run',
        description: 'Time since a run of each user and dataset last succeeded.',
        unit: 's',
        width: WIDTH.half,
        alert: 'IngestionOverdue',
        queries: [
          promql(
            `time() - max by (user_id) (systole_ingestion_last_success_timestamp_seconds{${OF_USERS}} > 0)`,
            '{{ user_id }}',
          ),
        ],
      }),
      numbers({
        title: 'Runs of a day',
        description: 'Runs in the last 24 hours, by how they ended. no_op: there was nothing new.',
        unit: 'short',
        width: WIDTH.half,
        alert: 'IngestionRunFailed',
        queries: [
          promqlNow(
            `sum by (status) (round(increase(systole_ingestion_runs_total{${DATASETS}}[1d])))`,
            '{{ status }}',
          ),
        ],
      }),
    ],
    'Heart rate': [
      curves({
        title: 'Heart rate',
        description: 'Average of each interval.',
        unit: UNIT,
        width: WIDTH.full,
        height: 10,
        startsAnywhere: true,
        alert: 'DataStale',
        queries: [sqlOverTime(heartRateOverTime(`user_id AS metric, ${HEART_RATE.avg} AS value`))],
      }),
      curves({
        title: 'Lowest, average and highest: $user',
        description: 'Peaks matter in a heart rate: the band is what the average hides.',
        unit: UNIT,
        width: WIDTH.full,
        startsAnywhere: true,
        alert: 'DataStale',
        queries: [
          sqlOverTime(
            heartRateOverTime(
              `${HEART_RATE.min} AS "lowest", ${HEART_RATE.avg} AS "average", ${HEART_RATE.max} AS "highest"`,
            ),
          ),
        ],
      })
        .repeat('user')
        .repeatDirection('v')
        .overrideByName('highest', [
          { id: 'custom.fillBelowTo', value: 'lowest' },
          { id: 'custom.lineWidth', value: 0 },
          { id: 'custom.fillOpacity', value: 18 },
          { id: 'color', value: { mode: 'fixed', fixedColor: 'semi-dark-red' } },
        ])
        .overrideByName('lowest', [
          { id: 'custom.lineWidth', value: 0 },
          { id: 'custom.fillOpacity', value: 0 },
          { id: 'color', value: { mode: 'fixed', fixedColor: 'semi-dark-red' } },
        ])
        .overrideByName('average', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'red' } }]),
      curves({
        title: 'Resting heart rate',
        description: 'One value a day. It falls with fitness over weeks, and rises with illness within days.',
        unit: UNIT,
        width: WIDTH.full,
        startsAnywhere: true,
        alert: 'DataStale',
        queries: [sqlOverTime(RESTING_HEART_RATE)],
      }),
    ],
    Throughput: [
      curves({
        title: 'Rows',
        description:
          'Rows taken from sources, by what became of them. unchanged is the look-back for late data.',
        unit: 'ops',
        width: WIDTH.half,
        isStacked: true,
        queries: [
          promql(
            `sum by (outcome) (rate(systole_ingestion_rows_total{${DATASETS}}[$__rate_interval]))`,
            '{{ outcome }}',
          ),
        ],
      }),
      curves({
        title: 'Rejected',
        description: 'Share of the rows of the last hour that broke a rule and went to quarantine.',
        unit: 'percentunit',
        width: WIDTH.half,
        warnAt: 0.05,
        alert: 'RowsRejected',
        queries: [
          promql(`dataset:systole_ingestion_rows_rejected:ratio_increase1h{${DATASETS}}`, '{{ dataset }}'),
        ],
      }),
      curves({
        title: 'Runs by how they ended',
        description: 'partial: some rows were rejected, the rest is loaded.',
        unit: 'short',
        width: WIDTH.half,
        isStacked: true,
        isBars: true,
        alert: 'IngestionRunFailed',
        queries: [
          promql(
            `sum by (status) (increase(systole_ingestion_runs_total{${DATASETS}}[$__rate_interval]))`,
            '{{ status }}',
          ),
        ],
      }),
      curves({
        title: 'Time of a run',
        description: '95 % of the runs take less than this.',
        unit: 's',
        width: WIDTH.half,
        queries: [
          promql(
            `histogram_quantile(0.95, sum by (dataset, le) (rate(systole_ingestion_run_duration_seconds_bucket{${DATASETS}}[$__rate_interval])))`,
            '{{ dataset }}',
          ),
        ],
      }),
      curves({
        title: 'Batches by path',
        description:
          'append is the fast way for what is newer than all there is; fallback from it to merge should be rare.',
        unit: 'ops',
        width: WIDTH.half,
        queries: [
          promql(
            `sum by (path) (rate(systole_ingestion_batches_total{${DATASETS}}[$__rate_interval]))`,
            '{{ path }}',
          ),
        ],
      }),
      curves({
        title: 'Rollups',
        description: 'How long loaded rows have been waiting to get into the rollups.',
        unit: 's',
        width: WIDTH.half,
        warnAt: 900,
        alert: 'RollupsLagging',
        queries: [promql(`max by (dataset) (systole_rollup_lag_seconds{${DATASETS}})`, '{{ dataset }}')],
      }),
    ],
    Jobs: [
      numbers({
        title: 'Jobs that fail',
        description: 'Jobs whose last run failed, by kind.',
        unit: 'short',
        width: WIDTH.half,
        warnAt: 1,
        alert: 'JobFailing',
        queries: [promql('max by (kind) (systole_jobs_failing)', '{{ kind }}')],
      }),
      numbers({
        title: 'Overdue',
        description: 'How long ago a schedule should have asked for a run and did not.',
        unit: 's',
        width: WIDTH.half,
        warnAt: 600,
        alert: 'JobOverdue',
        queries: [promql('max by (kind) (systole_job_overdue_seconds)', '{{ kind }}')],
      }),
      curves({
        title: 'Runs of jobs by how they ended',
        description: 'no_op: there was nothing new.',
        unit: 'short',
        width: WIDTH.half,
        isStacked: true,
        isBars: true,
        alert: 'JobFailing',
        queries: [
          promql('sum by (status) (increase(systole_job_runs_total[$__rate_interval]))', '{{ status }}'),
        ],
      }),
      curves({
        title: 'Time of a run of a job',
        description: '95 % of the runs take less than this.',
        unit: 's',
        width: WIDTH.half,
        alert: 'JobWaiting',
        queries: [
          promql(
            'histogram_quantile(0.95, sum by (kind, le) (rate(systole_job_run_duration_seconds_bucket[$__rate_interval])))',
            '{{ kind }}',
          ),
        ],
      }),
    ],
    Source: [
      curves({
        title: 'Requests by status',
        description: '429 means that the quota is used up, 401 that a token was renewed.',
        unit: 'reqps',
        width: WIDTH.third,
        isStacked: true,
        alert: 'IngestionRunFailed',
        queries: [
          promql('sum by (status) (rate(systole_source_requests_total[$__rate_interval]))', '{{ status }}'),
        ],
      }),
      curves({
        title: 'Quota left',
        description: 'Share of the requests a source grants that are left.',
        unit: 'percentunit',
        width: WIDTH.third,
        max: 1,
        alert: 'SourceQuotaNearlyUsed',
        queries: [
          promql(
            'systole_source_quota_left_requests / (systole_source_quota_limit_requests > 0)',
            '{{ instance }}',
          ),
        ],
      }),
      curves({
        title: 'Tried again',
        description: 'Further tries after failures that may pass, a second, by what was tried.',
        unit: 'ops',
        width: WIDTH.third,
        queries: [
          promql('sum by (operation) (rate(systole_retries_total[$__rate_interval]))', '{{ operation }}'),
        ],
      }),
    ],
    'Run by run': [
      rows({
        title: 'Latest runs',
        description: 'As the ledger has them; the page Runs of the dashboard shows the same.',
        units: { seconds: 's' },
        width: WIDTH.full,
        height: 10,
        alert: 'IngestionRunFailed',
        queries: [sqlTable(LATEST_RUNS)],
      }),
      rows({
        title: 'Rejected rows by rule',
        description: 'What is in quarantine; the page Runs of the dashboard lists the rows themselves.',
        width: WIDTH.full,
        alert: 'RowsRejected',
        queries: [sqlTable(REJECTS_BY_RULE)],
      }),
    ],
  },
});
