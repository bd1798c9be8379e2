import path from 'node:path';
import type { Bench } from '../bench.ts';
import { loadTwice, loadsTable } from '../table-loads.ts';
import { writeVisits } from '../visits-file.ts';

/** A CSV of visits from raw to analytics, then the same file again. */
export const visits: Bench = {
  key: 'visits',
  title: 'Patient visits from CSV: raw, staging, analytics',
  run: async ({ database, folder, scale, say }) => {
    const file = path.join(folder, 'visits.csv');
    await writeVisits(file, scale.visits);
    say('the file, twice');
    const loads = await loadTwice(database.url, folder, 'patient_visits', file);
    const { first, again } = loads;
    const rate = first.rows / first.seconds;
    return {
      tables: [loadsTable([{ name: 'visits', ...loads }])],
      goals: [
        {
          what: 'visits from raw to analytics',
          goal: '≥ 100,000 rows/s with < 300 MB',
          measured: `${Math.round(rate).toLocaleString('en')} rows/s, ${Math.round(first.peakMemoryMb)} MB`,
          isReached: rate >= 100_000 && first.peakMemoryMb < 300,
        },
        {
          what: 'the same visits again',
          goal: '< 1 s',
          measured: `${again.seconds.toFixed(2)} s`,
          isReached: again.seconds < 1,
        },
      ],
    };
  },
};
