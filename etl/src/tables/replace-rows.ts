import { quoteIdentifier, type PoolClient } from '@systole/service-kit';
import type { LoadCounts } from '../loaders/load-batch.ts';

interface Replacement {
  /** Name of the table that is published. */
  readonly target: string;
  readonly key: string;
  /** All columns, the key among them. */
  readonly columns: readonly string[];
}

/**
 * Makes a table hold what is staged and nothing else. Row by row, not by TRUNCATE: what stays as it is costs nothing,
 * and a reader with an older snapshot of the database never sees an empty table.
 */
export async function replaceRows(
  client: PoolClient,
  staged: string,
  { target, key, columns }: Replacement,
): Promise<LoadCounts & { readonly removed: number }> {
  const names = columns.map(quoteIdentifier);
  const row = (alias: string) => `(${names.map((name) => `${alias}.${name}`).join(', ')})`;
  const isSame = `held.${quoteIdentifier(key)} = sent.${quoteIdentifier(key)}`;
  const removed = await client.query(
    `DELETE FROM ${target} AS held WHERE NOT EXISTS (SELECT FROM ${staged} AS sent WHERE ${isSame})`,
  );
  const updated = await client.query(
    `UPDATE ${target} AS held SET ${names.map((name) => `${name} = sent.${name}`).join(', ')}
       FROM ${staged} AS sent WHERE ${isSame} AND ${row('held')} IS DISTINCT FROM ${row('sent')}`,
  );
  const inserted = await client.query(
    `INSERT INTO ${target} (${names.join(', ')})
     SELECT ${names.join(', ')} FROM ${staged} AS sent
      WHERE NOT EXISTS (SELECT FROM ${target} AS held WHERE ${isSame}) ORDER BY ${quoteIdentifier(key)}`,
  );
  const { rows } = await client.query<{ count: number }>(`SELECT count(*) FROM ${staged}`);
  const counts = { inserted: inserted.rowCount ?? 0, updated: updated.rowCount ?? 0 };
  const unchanged = (rows[0]?.count ?? 0) - counts.inserted - counts.updated;
  return { ...counts, unchanged, removed: removed.rowCount ?? 0 };
}
