import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { quoteIdentifier, type PoolClient } from '@systole/service-kit';
import copyStreams from 'pg-copy-streams';

/**
 * Sends rows that are laid out as a binary COPY stream.
 * @param table as it stands in SQL
 */
export async function copyInto(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: Buffer,
): Promise<void> {
  const names = columns.map(quoteIdentifier).join(', ');
  const copy = client.query(copyStreams.from(`COPY ${table} (${names}) FROM STDIN (FORMAT binary)`));
  await pipeline(Readable.from([rows]), copy);
}
