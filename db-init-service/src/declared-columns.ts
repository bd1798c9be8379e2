import type { Dataset } from '@systole/catalog';
import { SystoleError, type PoolClient } from '@systole/service-kit';
import { tableColumns } from './dataset-objects.ts';

/**
 * Checks that every dataset's table and rollups have the columns that their declaration asks for: a changed
 * declaration does not change what is stored, and without this check nobody would notice before a load fails.
 * @throws {SystoleError} terminal, naming all differences.
 */
export async function checkDeclaredColumns(client: PoolClient, datasets: readonly Dataset[]): Promise<void> {
  const declared = new Set(datasets.flatMap(declaredColumns));
  const { rows } = await client.query<{ description: string }>(
    `SELECT format('%s.%s %s%s', relname, attname, format_type(atttypid, atttypmod),
                   CASE WHEN attnotnull THEN ' NOT NULL' END) AS description
       FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND relname = ANY ($1) AND attnum > 0 AND NOT attisdropped`,
    [datasets.flatMap(({ table, rollups }) => [table, ...rollups.map(({ view }) => view)])],
  );
  const found = new Set(rows.map(({ description }) => description));
  const differences = [
    ...[...declared].filter((column) => !found.has(column)).map((column) => `declared, not there: ${column}`),
    ...[...found].filter((column) => !declared.has(column)).map((column) => `there, not declared: ${column}`),
  ];
  if (differences.length > 0) {
    throw new SystoleError(
      'terminal',
      `The database differs from the catalog. Write a migration that changes the columns (ALTER TABLE IF EXISTS …: it also runs before the table is made), or change the declaration back.\n${differences.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}

function declaredColumns(dataset: Dataset): readonly string[] {
  const { min, max, avg, sum, count } = dataset.rollupColumns;
  return [
    ...tableColumns(dataset).map(({ name, type, nullable }) => describe(dataset.table, name, type, nullable)),
    ...dataset.rollups.flatMap(({ view, bucketColumn }) => [
      describe(view, 'user_id', 'text'),
      describe(view, bucketColumn, 'timestamptz'),
      ...[min, max, avg, sum].map((column) => describe(view, column, 'double precision')),
      describe(view, count, 'bigint'),
    ]),
  ];
}

function describe(relation: string, column: string, type: string, nullable = true): string {
  const fullType = type === 'timestamptz' ? 'timestamp with time zone' : type;
  return `${relation}.${column} ${fullType}${nullable ? '' : ' NOT NULL'}`;
}
