import path from 'node:path';
import type { Bench } from '../bench.ts';
import { checkingAndLoading, loading, ratio, rateOf, whole } from '../figures.ts';
import type { ImportMeasurement } from '../import-once.ts';
import { importOnce } from '../other-processes.ts';
import { copySeconds } from '../peer.ts';
import { writeSeries } from '../series-files.ts';
import { median } from '../statistics.ts';
import { emptyTables } from '../tables.ts';

const USERS = ['user1'];
/** Rows that come too late, and rows that are restated: one in so many. */
const LATE = 10;
const RESTATED = 100;

/** What is delivered again, changed or late goes through the merge path. */
export const redelivery: Bench = {
  key: 'redelivery',
  title: 'Re-delivery, restatement and late data: the merge path',
  run: async ({ database, folder, scale, say }) => {
    const rows = scale.redeliveredRows;
    const series = { users: USERS, rowsEach: rows };
    const file = (name: string) => path.join(folder, name);
    await writeSeries(series, file('all.csv'), file('plain.csv'));
    await writeSeries(
      { ...series, restate: (bpm, index) => (index % RESTATED === 0 ? bpm + 1 : bpm) },
      file('restated.csv'),
    );
    await writeSeries({ ...series, keeps: (index) => index % LATE !== 0 }, file('punctual.csv'));
    await writeSeries({ ...series, keeps: (index) => index % LATE === 0 }, file('late.csv'));

    const rates: number[] = [];
    const measured = {
      'new rows (append)': [] as ImportMeasurement[],
      'all there already': [] as ImportMeasurement[],
      '1 % restated': [] as ImportMeasurement[],
      'every tenth, late, among the others': [] as ImportMeasurement[],
    };
    const load = (name: string) => importOnce(database.url, 'fitabase-heart-rate', file(name));
    const rounds = scale.rounds(rows);
    for (let round = 1; round <= rounds; round += 1) {
      say(`${whole(rows)} rows, round ${round} of ${rounds}`);
      rates.push(rows / (await copySeconds(database, file('plain.csv'), 'csv')));
      await emptyTables(database.pool);
      measured['new rows (append)'].push(await load('all.csv'));
      measured['all there already'].push(await load('all.csv'));
      measured['1 % restated'].push(await load('restated.csv'));
      await emptyTables(database.pool);
      await load('punctual.csv');
      measured['every tenth, late, among the others'].push(await load('late.csv'));
    }
    const csv = median(rates);
    const again = rateOf(measured['all there already'], loading) / csv;
    return {
      tables: [
        {
          title: 'Rows a second, medians',
          rows: Object.entries(measured).map(([delivered, imports]) => ({
            delivered,
            rows: whole(imports[0]?.rows ?? 0),
            written: whole((imports[0]?.inserted ?? 0) + (imports[0]?.updated ?? 0)),
            loading: whole(rateOf(imports, loading)),
            'of \\copy CSV': ratio(rateOf(imports, loading), csv),
            'with checking': ratio(rateOf(imports, checkingAndLoading), csv),
          })),
        },
      ],
      goals: [
        {
          what: 're-delivery of rows that are all there',
          goal: '≥ 0.9 × \\copy CSV into an empty table',
          measured: `${again.toFixed(2)} ×`,
          isReached: again >= 0.9,
        },
      ],
    };
  },
};
