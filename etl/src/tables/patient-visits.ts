import type { PoolClient } from '@systole/service-kit';
import { check } from '../quality/checks.ts';
import type { PublishedCounts, StagedRows, TableColumn, TableDataset } from './table-dataset.ts';
import { amount, day, identifier, instant } from './values.ts';

const columns = [
  { name: 'patient_id', sqlType: 'text COLLATE "C"', required: true, parse: identifier },
  { name: 'visit_id', sqlType: 'text COLLATE "C"', required: true, parse: identifier },
  { name: 'visit_date', sqlType: 'date', required: true, parse: day },
  { name: 'diagnosis_code', sqlType: 'text COLLATE "C"', required: false, parse: identifier },
  { name: 'provider_id', sqlType: 'text COLLATE "C"', required: false, parse: identifier },
  { name: 'visit_cost', sqlType: 'numeric(14, 4)', required: false, parse: amount },
  { name: 'last_updated', sqlType: 'timestamptz', required: true, parse: instant },
] as const satisfies readonly TableColumn[];

/**
 * The newest `last_updated` wins. Two versions with the same one are ordered by what else is in them: which is which
 * matters less than that every order of delivery gives the same.
 */
const version = (alias: string) =>
  `ROW(${alias}.last_updated, ${alias}.visit_date, ${alias}.patient_id, coalesce(${alias}.diagnosis_code, ''),
       coalesce(${alias}.provider_id, ''), coalesce(${alias}.visit_cost, -1))`;

/** Visits of patients to providers: `fact_visits`, one row a visit, and `daily_visit_metrics`, one row a day. */
export const patientVisits: TableDataset = {
  key: 'patient_visits',
  description:
    'visits as CSV: patient_id,visit_id,visit_date,diagnosis_code,provider_id,visit_cost,last_updated',
  owner: 'nobody',
  columns,
  furtherColumns: 'ignore',
  businessKey: 'visit_id',
  version,
  precedence: 'version',
  watermark: { column: 'last_updated', lookbackHours: 24 },
  checks: [
    check.required(['patient_id', 'visit_id', 'visit_date', 'last_updated'], 'critical', 0.2),
    check.parseRate('visit_date', 'critical', 0.99),
    check.rowsAccepted('critical', 1),
    check.nullRate('visit_cost', 'warning', 0.05),
    check.range('visit_cost', 'warning', 0),
    check.duplicateRate('warning', 0.05),
    check.rowCountDrop('warning', 0.3),
    check.freshness('warning', 48),
  ],
  tables: ['daily_visit_metrics', 'fact_visits'],
  publish,
};

const COLUMNS = columns.map(({ name }) => name);
const CHANGEABLE = COLUMNS.filter((name) => name !== 'visit_id');

async function publish(client: PoolClient, { table, lateBefore }: StagedRows): Promise<PublishedCounts> {
  await client.query('CREATE TEMPORARY TABLE touched (visit_date date) ON COMMIT DROP');
  const sameVisit = 'held.visit_id = sent.visit_id';
  // The day that a visit is moved away from changes as well.
  await client.query(
    `INSERT INTO touched SELECT DISTINCT held.visit_date FROM fact_visits AS held JOIN ${table} AS sent ON ${sameVisit}
      WHERE ${version('sent')} > ${version('held')}`,
  );
  const updated = await countTouched(
    client,
    `UPDATE fact_visits AS held SET ${CHANGEABLE.map((name) => `${name} = sent.${name}`).join(', ')}
       FROM ${table} AS sent WHERE ${sameVisit} AND ${version('sent')} > ${version('held')}
     RETURNING held.visit_date, held.last_updated`,
    lateBefore,
  );
  const inserted = await countTouched(
    client,
    `INSERT INTO fact_visits (${COLUMNS.join(', ')})
     SELECT ${COLUMNS.join(', ')} FROM ${table} AS sent
      WHERE NOT EXISTS (SELECT FROM fact_visits AS held WHERE ${sameVisit})
      -- In the order of the primary key, whose pages are then filled one after the other.
      ORDER BY visit_id
     RETURNING visit_date, last_updated`,
    lateBefore,
  );
  await client.query('DELETE FROM daily_visit_metrics WHERE visit_date IN (SELECT visit_date FROM touched)');
  const { rowCount: derived } = await client.query(
    `INSERT INTO daily_visit_metrics
     SELECT visit_date, count(*), count(DISTINCT patient_id), count(DISTINCT provider_id), sum(visit_cost),
            avg(visit_cost), (percentile_cont(0.5) WITHIN GROUP (ORDER BY visit_cost))::numeric,
            count(*) - count(visit_cost)
       FROM fact_visits WHERE visit_date IN (SELECT visit_date FROM touched) GROUP BY visit_date`,
  );
  // A rebuild publishes several files in one transaction.
  await client.query('DROP TABLE touched');
  const { rows } = await client.query<{ count: number }>(`SELECT count(*) FROM ${table}`);
  return {
    inserted: inserted.count,
    updated: updated.count,
    unchanged: (rows[0]?.count ?? 0) - inserted.count - updated.count,
    late: inserted.late + updated.late,
    derived: derived ?? 0,
    removed: 0,
  };
}

/** Runs a statement that returns what it changed, and keeps the days. */
async function countTouched(
  client: PoolClient,
  statement: string,
  lateBefore: string | null,
): Promise<{ count: number; late: number }> {
  const { rows } = await client.query<{ count: number; late: number }>(
    `WITH changed AS (${statement}),
          days AS (INSERT INTO touched SELECT DISTINCT visit_date FROM changed)
     SELECT count(*) AS count, count(*) FILTER (WHERE last_updated < $1) AS late FROM changed`,
    [lateBefore],
  );
  return rows[0] ?? { count: 0, late: 0 };
}
