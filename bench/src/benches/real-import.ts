import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { createGunzip } from 'node:zlib';
import { datasetFile } from '@systole/test-kit';
import type { Bench } from '../bench.ts';
import { compareLoads, comparisonTable } from '../compare-loads.ts';
import { checkingAndLoading, medianOf, rateOf, whole } from '../figures.ts';

const ROWS = 1_329_145;

/** What a person does first: their file, by `systole import`. */
export const realImport: Bench = {
  key: 'real-import',
  title: 'Import of the real readings of eight people, beside `\\copy` of the same rows',
  run: async (context) => {
    const fitabase = datasetFile('fitabase/heartrate_seconds_merged.apr-may.8users.csv.gz');
    const plain = path.join(context.folder, 'plain.csv');
    await writePlain(fitabase, plain);
    const compared = await compareLoads(context, { name: whole(ROWS), rows: ROWS, fitabase, plain });
    const { imports, csvRate } = compared;
    const ofCopy = rateOf(imports, checkingAndLoading) / csvRate;
    return {
      tables: [
        comparisonTable([compared]),
        {
          title: 'The whole import, medians',
          rows: [
            {
              'checking (s)': medianOf(imports, ({ checkingSeconds }) => checkingSeconds).toFixed(2),
              'loading (s)': medianOf(imports, ({ loadingSeconds }) => loadingSeconds).toFixed(2),
              'rollups (s)': medianOf(imports, ({ summarisingSeconds }) => summarisingSeconds).toFixed(2),
              'CPU of our process (s)': medianOf(imports, ({ cpuSeconds }) => cpuSeconds).toFixed(2),
            },
          ],
        },
      ],
      goals: [
        {
          what: 'first load of the real readings, checked and loaded',
          goal: '≥ 0.8 × \\copy CSV',
          measured: `${ofCopy.toFixed(2)} ×`,
          isReached: ofCopy >= 0.8,
        },
      ],
    };
  },
};

/** `timestamp,value,user_id`: what `\copy` is to be fed with. */
async function writePlain(from: string, to: string): Promise<void> {
  const output = createWriteStream(to);
  let isHeader = true;
  for await (const line of readline.createInterface({ input: createReadStream(from).pipe(createGunzip()) })) {
    const [user = '', time = '', value = ''] = line.split(',');
    if (!isHeader && !output.write(`${time} UTC,${value},${user}\n`)) await once(output, 'drain');
    isHeader = false;
  }
  output.end();
  await once(output, 'close');
}
