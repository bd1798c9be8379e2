import type { Pool, PoolClient } from '@systole/service-kit';
import type { NamedDataset } from '../ledger/runs.ts';
import { RAW_VALUE_LIMIT, type Reject } from './reject.ts';

/** Stores rejects with place, rule and raw value, in one statement. */
export async function quarantine(
  client: Pool | PoolClient,
  dataset: NamedDataset,
  runId: number,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  await client.query(
    `INSERT INTO ops.quarantine (run_id, dataset, user_id, place, rule, message, raw_value, record)
     SELECT $1, $2, r.user_id, r.place, r.rule, r.message, r.raw_value, r.record
       FROM unnest($3::text[], $4::jsonb[], $5::text[], $6::text[], $7::text[], $8::json[])
            AS r (user_id, place, rule, message, raw_value, record)`,
    [
      runId,
      dataset.key,
      rejects.map(({ userId }) => (userId === null ? null : storable(userId))),
      rejects.map(({ place }) => JSON.stringify(place)),
      rejects.map(({ rule }) => rule),
      rejects.map(({ message }) => storable(message)),
      rejects.map(({ rawValue }) => (rawValue === null ? null : storable(rawValue))),
      rejects.map(({ record }) =>
        record === undefined
          ? null
          : JSON.stringify(record, (_key, value: unknown) =>
              typeof value === 'string' ? storable(value) : value,
            ),
      ),
    ],
  );
}

/** PostgreSQL's text takes no NUL; a value of megabytes helps nobody. */
function storable(text: string): string {
  return text.slice(0, RAW_VALUE_LIMIT).replaceAll('\0', '\uFFFD');
}
