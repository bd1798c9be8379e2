import {
  inTransaction,
  quoteIdentifier,
  SystoleError,
  type Pool,
  type PoolClient,
} from '@systole/service-kit';
import { EXAMPLES_KEPT } from '../quality/reject-share.ts';
import type { Reject } from '../quality/reject.ts';
import type { Reference, TableDataset } from '../tables/table-dataset.ts';
import type { TableTally } from './read-table.ts';
import { REJECTS_KEPT } from './staging.ts';

/**
 * Takes staged rows whose value is not in the table that they refer to out of staging, into the quarantine. Before
 * duplicates are resolved: of two versions of a row the one that is valid counts.
 */
export async function rejectUnreferenced(
  pool: Pool,
  { key, references = [] }: TableDataset,
  staged: { readonly runId: number; readonly table: string; readonly file: string },
  tally: TableTally,
): Promise<void> {
  const { runId, table, file } = staged;
  for (const reference of references) {
    const { column, rule } = reference;
    const value = `sent.${quoteIdentifier(column)}`;
    const place = { file, ...(tally.sheet !== undefined && { sheet: tally.sheet }), column };
    await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ line: number; value: string }>(
        `SELECT line, ${value} AS value FROM ${table} AS sent WHERE ${isMissing(reference)} ORDER BY line LIMIT $1`,
        [EXAMPLES_KEPT],
      );
      const message = `nothing in ${reference.table} has this ${column}`;
      await client.query(
        `INSERT INTO ops.quarantine (run_id, dataset, place, rule, message, raw_value)
         SELECT $1, $2, $3::jsonb || jsonb_build_object('line', line), $4, $5, ${value}
           FROM ${table} AS sent WHERE ${isMissing(reference)} ORDER BY line LIMIT $6`,
        [runId, key, JSON.stringify(place), rule, message, REJECTS_KEPT],
      );
      const { rowCount } = await client.query(`DELETE FROM ${table} AS sent WHERE ${isMissing(reference)}`);
      const examples = rows.map((row): Reject => ({
        userId: null,
        place: { ...place, line: row.line },
        rule,
        message,
        rawValue: row.value,
      }));
      tally.rejectUnreferenced(column, rule, rowCount ?? 0, examples);
    });
  }
}

/** @throws {SystoleError} transient, where a row that is referred to has gone since staging: to be staged again */
export async function assertReferenced(
  client: PoolClient,
  { references = [] }: TableDataset,
  table: string,
): Promise<void> {
  for (const reference of references) {
    const { rowCount } = await client.query(
      `SELECT FROM ${table} AS sent WHERE ${isMissing(reference)} LIMIT 1`,
    );
    if (rowCount !== 0) throw new SystoleError('transient', `${reference.table} changed in between`);
  }
}

function isMissing({ column, table }: Reference): string {
  const name = quoteIdentifier(column);
  return `sent.${name} IS NOT NULL
          AND NOT EXISTS (SELECT FROM ${quoteIdentifier(table)} AS held WHERE held.${name} = sent.${name})`;
}
