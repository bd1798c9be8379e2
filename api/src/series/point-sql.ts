import pg from 'pg';
import type { LevelSource } from '../resolution/level-source.ts';
import type { SourceSql } from './source-sql.ts';

/**
 * How points are written: `json` and `ndjson` as objects, with commas or line ends between them; `columns` as what
 * stands in one JSON array for each field; `csv` as lines of RFC 4180, null as an empty field.
 */
export type PointFormat = 'json' | 'columns' | 'csv' | 'ndjson';

/** What stands between two points. */
export const SEPARATORS: Readonly<Record<PointFormat, string>> = {
  json: ',',
  columns: ',',
  csv: '\n',
  ndjson: '\n',
};

/**
 * SQL expressions of the texts that are written of a point: one, or for `columns` one a field. They take `at` and the
 * columns of a source.
 * @param user gives an SQL expression of the name of the user, as the format has it
 */
export function pointTexts(
  source: LevelSource,
  { beginning }: SourceSql,
  user: () => string,
  format: PointFormat,
): readonly string[] {
  const instant = `((${beginning}) AT TIME ZONE 'UTC')`;
  const [value, min, max, count] = source.stored
    ? ['value', 'min', 'max', 'count::text']
    : ['value', 'value', 'value', `'1'`];
  const attributes = attributesOf(source).map((name, index) => ({ name, column: `attribute_${index}` }));
  if (format === 'columns') {
    const json = attributes.map(({ column }) => orNull(column));
    return [milliseconds(instant, source), ...[value, min, max].map(jsonNumber), count, ...json];
  }
  const timestamp = rfc3339(instant, source);
  if (format === 'csv') {
    const quoted = attributes.map(({ column }) => csvJson(column));
    const fields = [timestamp, csvNumber(value), user(), csvNumber(min), csvNumber(max), count, ...quoted];
    return [fields.join(` || ',' || `)];
  }
  const fields: [name: string, json: string][] = [
    ['value', jsonNumber(value)],
    ['user_id', user()],
    ['min', jsonNumber(min)],
    ['max', jsonNumber(max)],
    ['count', count],
    ...attributes.map(({ name, column }): [string, string] => [name, orNull(column)]),
  ];
  const rest = fields.map(
    ([name, json]) => ` || ${pg.escapeLiteral(`,${JSON.stringify(name)}:`)} || ${json}`,
  );
  return [`'{"timestamp":"' || ${timestamp} || '"'${rest.join('')} || '}'`];
}

/** Attributes that the points of a source have: only readings have any. */
export function attributesOf({ stored, dataset }: LevelSource): readonly string[] {
  return stored ? [] : dataset.attributes.map(({ column }) => column);
}

/** With milliseconds; of readings with microseconds where there are some. */
function rfc3339(instant: string, { stored }: LevelSource): string {
  const seconds = 'YYYY-MM-DD"T"HH24:MI:SS';
  if (stored) return `to_char(${instant}, '${seconds}".000Z"')`;
  return `CASE WHEN date_part('microseconds', ${instant})::integer % 1000 = 0
               THEN to_char(${instant}, '${seconds}.MS"Z"') ELSE to_char(${instant}, '${seconds}.US"Z"') END`;
}

/** Since 1970, microseconds as a fraction; exact, hence by way of numeric, where there may be some. */
function milliseconds(instant: string, { stored }: LevelSource): string {
  return stored
    ? `(date_part('epoch', ${instant}) * 1000)::text`
    : `(extract(epoch FROM ${instant}) * 1000)::double precision::text`;
}

const jsonNumber = (column: string) => finite(column, 'null');
const csvNumber = (column: string) => finite(column, '');

/** Neither JSON nor CSV has other numbers. PostgreSQL holds NaN to be greater than everything else. */
function finite(column: string, otherwise: string): string {
  return `CASE WHEN ${column} > '-Infinity' AND ${column} < 'Infinity' THEN ${column}::text ELSE '${otherwise}' END`;
}

function orNull(column: string): string {
  return `coalesce(${column}::text, 'null')`;
}

function csvJson(column: string): string {
  return `coalesce('"' || replace(nullif(${column}::text, 'null'), '"', '""') || '"', '')`;
}
