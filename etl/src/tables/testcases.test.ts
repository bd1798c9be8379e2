import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../extractors/source-file.ts';
import { tableRecords } from '../extractors/table-file.ts';
import type { Reject } from '../quality/reject.ts';
import { TableTransformer } from '../transformers/table-transformer.ts';
import { stagedColumns } from './table-dataset.ts';
import { tableDatasets } from './table-datasets.ts';

/**
 * Every folder is a case: what the dataset makes of `input.csv`. The instant `now` is the same in all. After a change
 * that is meant, `vitest -u` writes `expected.json` anew: read what it wrote.
 */
const FOLDER = path.join(import.meta.dirname, 'testcases');
const CONTEXT = { now: new Date('2026-01-01T00:00:00Z'), bookingYearsAhead: 2 };

describe.each(readdirSync(FOLDER))('a file of %s', (key) => {
  it.each(readdirSync(path.join(FOLDER, key)))('%s', async (name) => {
    const dataset = tableDatasets.get(key);
    if (!dataset) throw new Error(`no dataset ${key}`);
    const folder = path.join(FOLDER, key, name);
    const transformer = new TableTransformer(dataset, CONTEXT);
    const rows: object[] = [];
    const rejects: Reject[] = [];
    for await (const payload of tableRecords(new SourceFile(path.join(folder, 'input.csv')), [])) {
      const found = transformer.transform({ payload, place: { file: 'input.csv' } });
      const accepted = found.copyText.split('\n').slice(0, -1);
      expect(accepted.length).toBe(found.accepted);
      expect(found.accepted + found.rejects.length).toBe(payload.rows.length);
      const names = ['line', ...stagedColumns(dataset).map(({ name: column }) => column)];
      for (const row of accepted) {
        const fields = row.split('\t').map((field, i) => [names[i], field === '\\N' ? null : field] as const);
        rows.push(Object.fromEntries(fields) as object);
      }
      rejects.push(...found.rejects);
    }
    await expect(`${JSON.stringify({ rows, rejects }, undefined, 2)}\n`).toMatchFileSnapshot(
      path.join(folder, 'expected.json'),
    );
  });
});
