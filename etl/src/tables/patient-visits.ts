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
    check.required('critical', 0.2),
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
  await client.query('CREATE TEMPORARY TABLE touched (visit_date date, late bigint) ON COMMIT DROP');
  const sameVisit = 'held.visit_id = sent.visit_id';
  const isNewer = `${sameVisit} AND ${version('sent')} > ${version('held')}`;
  const isUnknown = `NOT EXISTS (SELECT FROM fact_visits AS held WHERE ${sameVisit})`;
  const touch = (of: string) =>
    `INSERT INTO touched SELECT sent.visit_date, count(*) FILTER (WHERE last_updated < $1) FROM ${of} GROUP BY 1`;
  // Beforehand, by day: to have the statements return what they changed takes longer than to look for it.
  const late = [lateBefore];
  await client.query(touch(`${table} AS sent WHERE ${isUnknown}`), late);
  await client.query(
    touch(`(SELECT sent.* FROM ${table} AS sent JOIN fact_visits AS held ON ${isNewer}) AS sent`),
    late,
  );
  // The day that a visit is moved away from changes as well.
  await client.query(
    `INSERT INTO touched SELECT DISTINCT held.visit_date, 0 FROM fact_visits AS held JOIN ${table} AS sent ON ${isNewer}`,
  );
  const updated = await client.query(
    `UPDATE fact_visits AS held SET ${CHANGEABLE.map((name) => `${name} = sent.${name}`).join(', ')}
       FROM ${table} AS sent WHERE ${isNewer}`,
  );
  const inserted = await client.query(
    `INSERT INTO fact_visits (${COLUMNS.join(', ')})
     SELECT ${COLUMNS.join(', ')} FROM ${table} AS sent WHERE ${isUnknown}
      -- In the order of the primary key, whose pages are then filled one after the other.
      ORDER BY visit_id`,
  );
  await client.query('DELETE FROM daily_visit_metrics WHERE visit_date IN (SELECT visit_date FROM touched)');
  const { rowCount: derived } = await client.query(
    `INSERT INTO daily_visit_metrics
     SELECT visit_date, count(*), count(DISTINCT patient_id), count(DISTINCT provider_id), sum(visit_cost),
            avg(visit_cost), (percentile_cont(0.5) WITHIN GROUP (ORDER BY visit_cost))::numeric,
            count(*) - count(visit_cost)
       FROM fact_visits WHERE visit_date IN (SELECT visit_date FROM touched) GROUP BY visit_date`,
  );
  const { rows } = await client.query<{ staged: number; late: number }>(
    `SELECT (SELECT count(*) FROM ${table}) AS staged, coalesce(sum(late), 0)::bigint AS late FROM touched`,
  );
  // A rebuild publishes several files in one transaction.
  await client.query('DROP TABLE touched');
  const counts = { inserted: inserted.rowCount ?? 0, updated: updated.rowCount ?? 0 };
  return {
    ...counts,
    unchanged: (rows[0]?.staged ?? 0) - counts.inserted - counts.updated,
    late: rows[0]?.late ?? 0,
    derived: derived ?? 0,
    removed: 0,
  };
}
