import { buildDashboard } from './dashboard.ts';
import { curves, numbers, WIDTH } from './panels.ts';
import { promql, promqlNow } from './queries.ts';

const JOB = 'job="api"';
const rate = (selector: string) => `rate(http_requests_total{${JOB}${selector}}[$__rate_interval])`;
const quantile = (share: number, by: string) =>
  `histogram_quantile(${share}, sum by (${by}) (rate(http_request_duration_seconds_bucket{${JOB},route!~"/health.*|/metrics"}[$__rate_interval])))`;

export const apiPerformance = buildDashboard({
  name: 'api-performance',
  title: 'API performance',
  description: 'How many requests the API answers, how fast, and how many it fails at.',
  from: 'now-6h',
  rows: {
    'At a glance': [
      numbers({
        title: 'Requests',
        description: 'Requests answered a second, over the last five minutes.',
        unit: 'reqps',
        width: WIDTH.sixth,
        queries: [promql('sum(job:http_requests:rate5m)', 'requests')],
      }),
      numbers({
        title: 'Errors',
        description: 'Share of requests answered with a 5xx status, over the last five minutes.',
        unit: 'percentunit',
        width: WIDTH.sixth,
        warnAt: 0.005,
        badAt: 0.05,
        alert: 'ApiErrors',
        queries: [promql('max(job:http_request_errors:ratio_rate5m)', 'errors')],
      }),
      numbers({
        title: 'Error budget left',
        description:
          'Of the 0.5 % of requests that may fail in 30 days, as far back as there is data. Below 0 the objective is missed.',
        unit: 'percentunit',
        width: WIDTH.sixth,
        alert: 'ApiErrorBudgetBurnsSlowly',
        queries: [
          promqlNow(
            `1 - (sum(increase(http_requests_total{${JOB},status=~"5.."}[30d])) or vector(0)) / sum(increase(http_requests_total{${JOB}}[30d])) / 0.005`,
            'left',
          ),
        ],
      }),
      numbers({
        title: 'Slowest 5 %',
        description: '95 % of requests are answered faster than this.',
        unit: 's',
        width: WIDTH.sixth,
        warnAt: 0.5,
        badAt: 1,
        alert: 'ApiSlow',
        queries: [promql(quantile(0.95, 'le'), 'p95')],
      }),
      numbers({
        title: 'In flight',
        description: 'Requests whose answer has not been sent whole.',
        unit: 'short',
        width: WIDTH.sixth,
        warnAt: 50,
        badAt: 200,
        queries: [promql(`sum(http_requests_in_flight{${JOB}})`, 'in flight')],
      }),
      numbers({
        title: 'Version',
        description: 'The version of Systole that answers.',
        unit: 'string',
        width: WIDTH.sixth,
        isText: true,
        queries: [promqlNow(`count by (version) (systole_build_info{${JOB}})`, '{{ version }}')],
      }),
    ],
    Requests: [
      curves({
        title: 'Requests by route',
        description: 'Requests a second. Paths that do not exist are one route, unmatched.',
        unit: 'reqps',
        width: WIDTH.half,
        isStacked: true,
        queries: [promql(`sum by (route) (${rate('')})`, '{{ route }}')],
      }),
      curves({
        title: 'Answers by status',
        description:
          '4xx are mistakes of those who ask; 5xx are failures of ours; 499 means that the client went away.',
        unit: 'reqps',
        width: WIDTH.half,
        isStacked: true,
        alert: 'ApiErrors',
        queries: [promql(`sum by (status) (${rate('')})`, '{{ status }}')],
      }),
      curves({
        title: 'Share of errors by window',
        description:
          'What the burn alerts look at: 7.2 % over an hour uses up the budget of a month in two days, 3 % over six hours in five.',
        unit: 'percentunit',
        width: WIDTH.full,
        warnAt: 0.03,
        badAt: 0.072,
        alert: 'ApiErrorBudgetBurnsFast',
        queries: ['5m', '30m', '1h', '6h'].map((window) =>
          promql(`job:http_request_errors:ratio_rate${window}`, window),
        ),
      }),
    ],
    Speed: [
      curves({
        title: 'Time to the answer',
        description: 'From the arrival of a request until its answer was begun.',
        unit: 's',
        width: WIDTH.half,
        badAt: 1,
        alert: 'ApiSlow',
        queries: [
          promql(quantile(0.5, 'le'), 'half'),
          promql(quantile(0.95, 'le'), '95 %'),
          promql(quantile(0.99, 'le'), '99 %'),
        ],
      }),
      curves({
        title: 'Slowest 5 % by route',
        description: '95 % of the requests to a route are answered faster than this.',
        unit: 's',
        width: WIDTH.half,
        badAt: 1,
        alert: 'ApiSlow',
        queries: [promql(quantile(0.95, 'route, le'), '{{ route }}')],
      }),
      curves({
        title: 'Size of answers',
        description: '95 % of the answers of a route are smaller than this, as sent over the wire.',
        unit: 'bytes',
        width: WIDTH.half,
        queries: [
          promql(
            `histogram_quantile(0.95, sum by (route, le) (rate(http_response_size_bytes_bucket{${JOB}}[$__rate_interval])))`,
            '{{ route }}',
          ),
        ],
      }),
      curves({
        title: 'Statements of the database',
        description: 'Time a statement takes, as the API sees it.',
        unit: 's',
        width: WIDTH.half,
        queries: [0.5, 0.95, 0.99].map((share) =>
          promql(
            `histogram_quantile(${share}, sum by (le) (rate(systole_database_query_duration_seconds_bucket{${JOB}}[$__rate_interval])))`,
            `${share * 100} %`,
          ),
        ),
      }),
    ],
    Process: [
      curves({
        title: 'Connections to the database',
        description:
          'Requests that wait for a connection mean that POOL_SIZE is too small, or statements too slow.',
        unit: 'short',
        width: WIDTH.third,
        isStacked: true,
        queries: [promql(`sum by (state) (systole_database_pool_connections{${JOB}})`, '{{ state }}')],
      }),
      curves({
        title: 'Event loop',
        description: 'How late timers fire: above 100 ms the process is too busy to answer promptly.',
        unit: 's',
        width: WIDTH.third,
        warnAt: 0.1,
        queries: [promql(`max by (instance) (nodejs_eventloop_lag_p99_seconds{${JOB}})`, '{{ instance }}')],
      }),
      curves({
        title: 'Memory',
        description: 'Resident memory of the process.',
        unit: 'bytes',
        width: WIDTH.third,
        queries: [promql(`process_resident_memory_bytes{${JOB}}`, '{{ instance }}')],
      }),
    ],
  },
});
