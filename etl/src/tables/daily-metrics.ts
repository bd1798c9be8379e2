import type { PoolClient } from '@systole/service-kit';
import { lockUser, storeKpis } from '../kpis/store-kpis.ts';
import { addUser } from '../ledger/users.ts';
import { check } from '../quality/checks.ts';
import type { PublishedCounts, StagedRows, TableColumn, TableDataset } from './table-dataset.ts';
import { europeanDay, numberUpTo } from './values.ts';

/** A number that a day can have: what lies above is a slip of the pen. */
const measured = (name: string, atMost: number): TableColumn => ({
  name,
  sqlType: 'double precision',
  required: false,
  parse: numberUpTo(atMost),
});

const columns: readonly TableColumn[] = [
  { name: 'date', sqlType: 'date', required: true, parse: europeanDay },
  measured('steps_n', 200_000),
  measured('proteins_g', 2_000),
  measured('kcal_in', 30_000),
  measured('kcal_junk_in', 30_000),
  measured('kcal_out_training', 20_000),
  measured('sleep_hours', 24),
  measured('stress_rel', 100),
  measured('weight_kg', 700),
  measured('waist_cm', 400),
];

/** What a person notes of each day, one row a user and day, and the KPIs that follow from it. */
export const dailyMetrics: TableDataset = {
  key: 'daily_metrics',
  description:
    'days of a user as CSV: date;steps_n;proteins_g;kcal_in;kcal_junk_in;kcal_out_training;sleep_hours;stress_rel;weight_kg;waist_cm',
  owner: 'user',
  columns,
  furtherColumns: 'ignore',
  businessKey: 'date',
  // Of two rows of a day the lower one wins.
  version: (alias) => `ROW(${alias}.line)`,
  precedence: 'delivery',
  checks: [
    check.required('critical', 0.2),
    check.parseRate('date', 'critical', 0.5),
    check.rowsAccepted('critical', 1),
    check.duplicateRate('warning', 0.05),
    ...columns.slice(1).map(({ name }) => check.range(name, 'warning', 0)),
  ],
  tables: ['daily_kpis', 'daily_metrics'],
  publish,
};

const VALUES = columns.slice(1).map(({ name }) => name);

async function publish(client: PoolClient, { table, userId }: StagedRows): Promise<PublishedCounts> {
  if (userId === null) throw new Error('daily metrics belong to a user');
  await addUser(client, userId);
  await lockUser(client, userId);
  const values = (alias: string) => `(${VALUES.map((name) => `${alias}.${name}`).join(', ')})`;
  const { rows } = await client.query<{
    inserted: number;
    updated: number;
    staged: number;
    first: string | null;
    last: string | null;
  }>(
    `WITH updated AS (
       UPDATE daily_metrics AS held SET ${VALUES.map((name) => `${name} = sent.${name}`).join(', ')}
         FROM ${table} AS sent
        WHERE held.user_id = $1 AND held.date = sent.date AND ${values('held')} IS DISTINCT FROM ${values('sent')}
       RETURNING held.date),
     inserted AS (
       INSERT INTO daily_metrics (user_id, date, ${VALUES.join(', ')})
       SELECT $1, date, ${VALUES.join(', ')} FROM ${table}
       ON CONFLICT (user_id, date) DO NOTHING RETURNING date),
     changed AS (SELECT date FROM updated UNION ALL SELECT date FROM inserted)
     SELECT (SELECT count(*) FROM inserted) AS inserted, (SELECT count(*) FROM updated) AS updated,
            (SELECT count(*) FROM ${table}) AS staged, min(date)::text AS first, max(date)::text AS last FROM changed`,
    [userId],
  );
  const { inserted = 0, updated = 0, staged = 0, first = null, last = null } = rows[0] ?? {};
  const derived = first === null || last === null ? 0 : await storeKpis(client, userId, first, last);
  return { inserted, updated, unchanged: staged - inserted - updated, late: 0, derived, removed: 0 };
}
