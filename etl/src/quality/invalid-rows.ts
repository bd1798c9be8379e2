import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool } from '@systole/service-kit';
import type { RunReport } from '../ledger/runs.ts';
import type { Place } from './reject.ts';

export type InvalidRowsFormat = 'csv' | 'json';

interface InvalidRow {
  readonly reject_id: number;
  readonly record: Readonly<Record<string, unknown>>;
  readonly place: Place;
  readonly rule: string;
  readonly message: string;
}

const PAGE = 1_000;

/**
 * Writes the rows that a run rejected as a file of the kind they came in, each with its place and the reason, so that
 * whoever sent them can put them right and send that file.
 * @returns the file's path: `invalid_biometrics_run12.csv` in the folder, which is made where it is missing
 */
export async function writeInvalidRows(
  pool: Pool,
  { runId, dataset }: Pick<RunReport, 'runId' | 'dataset'>,
  folder: string,
  format: InvalidRowsFormat,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `invalid_${dataset}_run${runId}.${format}`);
  const lines = format === 'csv' ? csvLines : jsonLines;
  await pipeline(Readable.from(lines(invalidRows(pool, runId))), createWriteStream(file));
  return file;
}

async function* invalidRows(pool: Pool, runId: number): AsyncGenerator<InvalidRow> {
  let after = 0;
  for (;;) {
    const { rows } = await pool.query<InvalidRow>(
      `SELECT reject_id, record, place, rule, message FROM ops.quarantine
        WHERE run_id = $1 AND reject_id > $2 AND record IS NOT NULL ORDER BY reject_id LIMIT $3`,
      [runId, after, PAGE],
    );
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.reject_id ?? after;
  }
}

async function* csvLines(rows: AsyncIterable<InvalidRow>): AsyncGenerator<string> {
  let columns: string[] | undefined;
  for await (const { record, place, rule, message } of rows) {
    if (!columns) {
      columns = Object.keys(record);
      yield `${[...columns, 'line', 'rule', 'reason'].join(',')}\r\n`;
    }
    const fields = [...columns.map((column) => record[column]), place.line, rule, message];
    yield `${fields.map(csvField).join(',')}\r\n`;
  }
}

async function* jsonLines(rows: AsyncIterable<InvalidRow>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const { record, place, rule, message } of rows) {
    yield `${isFirst ? '[' : ','}\n  ${JSON.stringify({ ...record, index: place.index, rule, reason: message })}`;
    isFirst = false;
  }
  yield isFirst ? '[]\n' : '\n]\n';
}

/** Quoted where RFC 4180 asks for it. */
function csvField(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
