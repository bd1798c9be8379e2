import path from 'node:path';
import type { Bench, Goal } from '../bench.ts';
import { medianOf, whole } from '../figures.ts';
import type { ImportMeasurement } from '../import-once.ts';
import { importOnce } from '../other-processes.ts';
import { SERIES_START_MS, writeSeries } from '../series-files.ts';
import { growthExponent } from '../statistics.ts';
import { emptyTables } from '../tables.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ROUNDS = 3;

interface Span {
  readonly name: string;
  readonly hours: number;
}

/** Ever longer stretches, one after another, each loaded behind what is there and refreshed. */
export const refresh: Bench = {
  key: 'refresh',
  title: 'Refresh of the touched range after a load',
  run: async ({ database, folder, scale, say }) => {
    const spans: Span[] = [
      { name: 'the last hour', hours: 1 },
      ...scale.refreshedDays.map((days) => ({
        name: days === 1 ? '1 day' : `${days} days`,
        hours: days * 24,
      })),
    ];
    const measured = new Map(spans.map(({ name }) => [name, [] as ImportMeasurement[]]));
    const file = path.join(folder, 'span.csv');
    for (let round = 1; round <= ROUNDS; round += 1) {
      await emptyTables(database.pool);
      // A history before them, so that nothing is the first of its table.
      let startMs = SERIES_START_MS;
      for (const { name, hours } of [{ name: 'history', hours: 24 * 30 }, ...spans]) {
        say(`round ${round} of ${ROUNDS}: ${name}`);
        const endMs = startMs + hours * HOUR_MS;
        await writeSeries({ users: ['user1'], rowsEach: Infinity, startMs, endMs }, file);
        measured.get(name)?.push(await importOnce(database.url, 'fitabase-heart-rate', file));
        // The next begins at an hour of a new day: an hour's refresh is of one bucket of each level.
        startMs = Math.ceil(endMs / DAY_MS) * DAY_MS;
      }
    }
    const lines = spans.map(({ name, hours }) => {
      const imports = measured.get(name) ?? [];
      const seconds = medianOf(imports, ({ summarisingSeconds }) => summarisingSeconds);
      const share = medianOf(
        imports,
        ({ summarisingSeconds, loadingSeconds }) => summarisingSeconds / loadingSeconds,
      );
      return { name, hours, rows: imports[0]?.rows ?? 0, seconds, share };
    });
    const exponent = growthExponent(lines.map(({ rows, seconds }) => [rows, seconds]));
    return {
      tables: [
        {
          title: `Medians of ${ROUNDS}; grows with the rows of the range by an exponent of ${exponent.toFixed(2)}`,
          rows: lines.map(({ name, rows, seconds, share }) => ({
            range: name,
            rows: whole(rows),
            'refresh (ms)': whole(1_000 * seconds),
            "of the load's time": `${Math.round(100 * share)} %`,
          })),
        },
      ],
      goals: lines.flatMap(goalOf),
    };
  },
};

function goalOf({ hours, seconds, share }: { hours: number; seconds: number; share: number }): Goal[] {
  if (hours === 1) {
    return [
      {
        what: 'refresh of the last hour',
        goal: '≤ 50 ms',
        measured: `${whole(1_000 * seconds)} ms`,
        isReached: seconds <= 0.05,
      },
    ];
  }
  if (hours !== 30 * 24) return [];
  return [
    {
      what: 'refresh after a backfill of 30 days',
      goal: "≤ 30 % of the load's time",
      measured: `${Math.round(100 * share)} %`,
      isReached: share <= 0.3,
    },
  ];
}
