import type { Pool, PoolClient } from '@systole/service-kit';
import type { NamedDataset } from '../ledger/runs.ts';
import { RAW_VALUE_LIMIT, type Reject } from './reject.ts';

/**
 * Stores rejects with place, rule and raw value, in one statement. What a request of an API brought and an earlier run
 * met already, as runs whose look-backs overlap do, stays one row, and becomes that of this run.
 */
export async function quarantine(
  client: Pool | PoolClient,
  dataset: NamedDataset,
  runId: number,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  const rows = eachOnce(rejects.map(storableReject));
  await client.query(
    `INSERT INTO ops.quarantine AS held (run_id, dataset, user_id, place, rule, message, raw_value, record, times_met)
     SELECT $1, $2, r.user_id, r.place, r.rule, r.message, r.raw_value, r.record, r.times_met
       FROM unnest($3::text[], $4::jsonb[], $5::text[], $6::text[], $7::text[], $8::json[], $9::int[])
            AS r (user_id, place, rule, message, raw_value, record, times_met)
     ON CONFLICT (dataset, user_id, rule, md5(raw_value)) WHERE place ? 'request' DO UPDATE
        SET run_id = excluded.run_id, place = excluded.place, message = excluded.message,
            times_met = held.times_met + excluded.times_met`,
    [
      runId,
      dataset.key,
      rows.map(({ userId }) => userId),
      rows.map(({ place }) => JSON.stringify(place)),
      rows.map(({ rule }) => rule),
      rows.map(({ message }) => message),
      rows.map(({ rawValue }) => rawValue),
      rows.map(({ record }) => record),
      rows.map(({ times }) => times),
    ],
  );
}

function storableReject({ userId, place, rule, message, rawValue, record }: Reject) {
  return {
    userId: userId === null ? null : storable(userId),
    place,
    rule,
    message: storable(message),
    rawValue: rawValue === null ? null : storable(rawValue),
    record:
      record === undefined
        ? null
        : JSON.stringify(record, (_key, value: unknown) =>
            typeof value === 'string' ? storable(value) : value,
          ),
    times: 1,
  };
}

type StorableReject = ReturnType<typeof storableReject>;

/** An API's rejects that are the same, as points full of nothing are, would meet each other in one statement. */
function eachOnce(rejects: readonly StorableReject[]): readonly StorableReject[] {
  const once = new Map<unknown, StorableReject>();
  for (const reject of rejects) {
    const { place, userId, rule, rawValue } = reject;
    const key = place.request === undefined ? reject : JSON.stringify([userId, rule, rawValue]);
    const times = (once.get(key)?.times ?? 0) + 1;
    once.set(key, { ...reject, times });
  }
  return [...once.values()];
}

/** PostgreSQL's text takes no NUL; a value of megabytes helps nobody. */
function storable(text: string): string {
  return text.slice(0, RAW_VALUE_LIMIT).replaceAll('\0', '\uFFFD');
}
