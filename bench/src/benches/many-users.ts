import path from 'node:path';
import type { Bench } from '../bench.ts';
import { loading, ratio, whole } from '../figures.ts';
import { importOnce } from '../other-processes.ts';
import { load } from '../request-load.ts';
import { SERIES_START_MS, writeSeries } from '../series-files.ts';
import { serveApi } from '../served-api.ts';
import { growthExponent } from '../statistics.ts';
import { emptyTables } from '../tables.ts';

const ROWS_EACH = 10_000;
const CONNECTIONS = 2;

interface Line {
  readonly count: number;
  readonly rows: number;
  readonly loadingSeconds: number;
  readonly refreshSeconds: number;
  /** Of the readings with their key. */
  readonly bytes: number;
  /** Median of a day hourly, in milliseconds: of one user, and of ten. */
  readonly one: number;
  readonly ten: number;
}

/** Ever more users with the same history each, and what that would be at 10^8 readings. */
export const manyUsers: Bench = {
  key: 'many-users',
  title: 'Many users',
  run: async ({ database, folder, scale, say }) => {
    const { pool, url } = database;
    const file = path.join(folder, 'many.csv');
    const lines: Line[] = [];
    for (const count of scale.manyUsers) {
      say(`${count} users`);
      const users = Array.from({ length: count }, (_, index) => `user${index + 1}`);
      await emptyTables(pool);
      const rows = await writeSeries({ users, rowsEach: ROWS_EACH }, file);
      const imported = await importOnce(url, 'fitabase-heart-rate', file);
      await pool.query('ANALYZE');
      const { rows: sizes } = await pool.query<{ bytes: number }>(
        "SELECT hypertable_size('activities_heart_intraday') AS bytes",
      );
      await using api = await serveApi(url);
      const day = new Date(SERIES_START_MS).toISOString().slice(0, 10);
      const query = (rest: string) =>
        load({
          url: `${api.origin}${rest}&metric=activities_heart_intraday&start_date=${day}&end_date=${day}`,
          seconds: scale.requestSeconds,
          connections: CONNECTIONS,
        });
      const one = await query('/timeseries?user_id=user1&interval=1h');
      const ten = await query(`/multi-user/timeseries?user_ids=${users.slice(0, 10).join(',')}&interval=1h`);
      lines.push({
        count,
        rows,
        loadingSeconds: loading(imported),
        refreshSeconds: imported.summarisingSeconds,
        bytes: sizes[0]?.bytes ?? NaN,
        one: one.p50,
        ten: ten.p50,
      });
    }
    const figures = [
      { what: 'loading (s)', of: (line: Line) => line.loadingSeconds },
      { what: 'refresh (s)', of: (line: Line) => line.refreshSeconds },
      { what: 'rows and key (GB)', of: (line: Line) => line.bytes / 1e9 },
      { what: 'a day hourly of one user, p50 (ms)', of: (line: Line) => line.one },
      { what: 'a day hourly of ten users, p50 (ms)', of: (line: Line) => line.ten },
    ];
    const last = lines.at(-1);
    return {
      tables: [
        {
          title: `Users with ${whole(ROWS_EACH)} readings each; the last column is extrapolated by the exponent`,
          rows: figures.map(({ what, of }) => {
            const exponent = growthExponent(lines.map((line) => [line.rows, of(line)]));
            return {
              what,
              ...Object.fromEntries(lines.map((line) => [`${line.count} users`, of(line).toFixed(2)])),
              exponent: exponent.toFixed(2),
              'at 10^8 readings': last
                ? (of(last) * (1e8 / last.rows) ** exponent).toFixed(of(last) < 1 ? 2 : 1)
                : '',
            };
          }),
        },
        {
          title: 'Rate of the loads',
          rows: lines.map(({ count, rows, loadingSeconds }) => ({
            users: count,
            rows: whole(rows),
            'rows/s': whole(rows / loadingSeconds),
            'of the first': ratio(
              rows / loadingSeconds,
              (lines[0]?.rows ?? NaN) / (lines[0]?.loadingSeconds ?? NaN),
            ),
          })),
        },
      ],
      goals: [],
    };
  },
};
