import { heartRateIntraday, heartRateSummary } from '@systole/catalog';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../test/test-api.ts';
import { levelSources, type Level, type LevelSource } from '../resolution/level-source.ts';
import { toRfc3339 } from '../time/timestamps.ts';
import type { PointFormat } from './point-sql.ts';
import { readPoints } from './read-points.ts';

const USERS = ['user1', 'null', 'a "b",\nc\\', `'); DROP TABLE ops.users;--`, '𝕊 ÿ \u0001\t'];
const NOT_FINITE = [NaN, Infinity, -Infinity];
const ALL_OF_TIME = {
  start: Temporal.Instant.from('0001-01-01T00:00:00Z'),
  end: Temporal.Instant.from('9999-12-31T23:59:59.999999Z'),
};

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await api.pool.query('INSERT INTO ops.users (user_id) SELECT unnest($1::text[])', [USERS]);
});
afterAll(() => api[Symbol.asyncDispose]());

interface Row {
  readonly userId: string;
  /** In UTC as PostgreSQL prints it. */
  readonly at: string;
  readonly numbers: readonly [value: number | null, min: number | null, max: number | null];
  readonly count: number;
  /** As PostgreSQL prints them. */
  readonly attributes: readonly (string | null)[];
}

const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);
const field = (value: number | null) => value ?? '';
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The same points taken over row by row and written here. */
async function readRows(source: LevelSource, userIds: readonly string[]): Promise<Row[]> {
  const { dataset, stored } = source;
  const { avg, min, max, count } = dataset.rollupColumns;
  const { column } = dataset.value;
  const [relation, at, values] = stored
    ? [stored.view, stored.bucketColumn, [avg, min, max, count]]
    : [dataset.table, '"timestamp"', [column, column, column, '1']];
  const attributes = stored ? [] : dataset.attributes.map((attribute) => `${attribute.column}::text`);
  const { rows } = await api.pool.query<[string, string, ...(number | null)[]]>({
    text: `SELECT user_id, (${at} AT TIME ZONE 'UTC')::text, ${[...values, ...attributes].join(', ')}
             FROM ${relation} WHERE user_id = ANY ($1) ORDER BY array_position($1::text[], user_id), ${at}`,
    values: [userIds],
    rowMode: 'array',
  });
  return rows.map(([userId, instant, value = null, least = null, most = null, number, ...further]) => ({
    userId,
    at: instant,
    numbers: [finite(value), finite(least), finite(most)],
    count: number ?? 0,
    attributes: further as unknown as (string | null)[],
  }));
}

function toPoint(row: Row, names: readonly string[]): Record<string, unknown> {
  const { userId, at, numbers, count, attributes } = row;
  const [value, min, max] = numbers;
  const point: Record<string, unknown> = {
    timestamp: toRfc3339(at),
    value,
    user_id: userId,
    min,
    max,
    count,
  };
  for (const [index, name] of names.entries())
    point[name] = JSON.parse(attributes[index] ?? 'null') as unknown;
  return point;
}

function toCsv({ userId, at, numbers: [value, min, max], count, attributes }: Row): string {
  const json = attributes.map((text) =>
    text === null || text === 'null' ? '' : `"${text.replaceAll('"', '""')}"`,
  );
  return [toRfc3339(at), field(value), quoted(userId), field(min), field(max), count, ...json].join(',');
}

function toMilliseconds(at: string): number {
  return Number(`${Temporal.Instant.from(toRfc3339(at)).epochNanoseconds}e-6`);
}

/** Fails where a format does not hold what the rows hold. */
async function expectSame(source: LevelSource, userIds: readonly string[]): Promise<void> {
  const names = source.stored ? [] : source.dataset.attributes.map(({ column }) => column);
  const all = await readRows(source, userIds);
  const read = async (format: PointFormat) => {
    const points = await readPoints(api.pool, { source, userIds, limit: 1_000_000, format });
    expect(points.map(({ userId, count, last }) => [userId, count, last])).toEqual(
      [...Map.groupBy(all, ({ userId }) => userId)].map(([userId, rows]) => [
        userId,
        rows.length,
        rows.at(-1)?.at,
      ]),
    );
    return points;
  };
  const points = all.map((row) => toPoint(row, names));
  const objects = (await read('json')).flatMap(({ texts: [text] }) => JSON.parse(`[${text}]`) as unknown[]);
  expect(objects).toEqual(points);
  expect(objects.map((object) => Object.keys(object as object))).toEqual(
    points.map((point) => Object.keys(point)),
  );
  const lines = (await read('ndjson')).flatMap(({ texts: [text = ''] }) => text.split('\n'));
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(points);
  // A number may be printed with an exponent where JavaScript prints none: what counts is the number.
  const csv = (await read('csv')).map(({ texts: [text = ''] }) => text).join('\n');
  expect(withPlainNumbers(csv)).toBe(withPlainNumbers(all.map(toCsv).join('\n')));
  for (const { userId, texts } of await read('columns')) {
    const rows = all.filter((row) => row.userId === userId);
    expect(texts.map((text) => JSON.parse(`[${text}]`) as unknown)).toEqual([
      rows.map(({ at }) => toMilliseconds(at)),
      ...[0, 1, 2].map((index) => rows.map(({ numbers }) => numbers[index])),
      rows.map(({ count }) => count),
      ...names.map((_, index) =>
        rows.map(({ attributes }) => JSON.parse(attributes[index] ?? 'null') as unknown),
      ),
    ]);
  }
}

function withPlainNumbers(csv: string): string {
  return csv.replaceAll(/(?<=[,\n]|^)-?\d+(\.\d+)?(e[+-]?\d+)?(?=[,\n]|$)/g, (number) =>
    String(Number(number)),
  );
}

function sourceOf(dataset: typeof heartRateIntraday, level: Level): LevelSource {
  const source = levelSources(dataset, ALL_OF_TIME, 'UTC').find((candidate) => candidate.level === level);
  if (!source) throw new Error(`${dataset.key} has no level ${level}`);
  return source;
}

const anyValue = fc.oneof(fc.double(), fc.constantFrom(0, -0, 5e-324, 1e15, 1e21, 1e-7, ...NOT_FINITE));
/** Microseconds since 1970, from the year 1 to 9999, often whole seconds or milliseconds. */
const anyInstant = fc
  .tuple(
    fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
    fc.constantFrom(0, 1, 1_000, 120_000, 999_999),
  )
  .map(([seconds, microseconds]) => BigInt(seconds) * 1_000_000n + BigInt(microseconds));
const instantSql = (column: string) =>
  `to_timestamp(0) + ${column} / 1000000 * interval '1 second' + ${column} % 1000000 * interval '1 microsecond'`;

describe('points as PostgreSQL writes them', () => {
  it('are the readings, in every format', async () => {
    const readings = fc.array(fc.tuple(fc.constantFrom(...USERS), anyInstant, anyValue), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(readings, fc.shuffledSubarray(USERS, { minLength: 1 }), async (rows, userIds) => {
        await api.pool.query('TRUNCATE activities_heart_intraday');
        await api.pool.query(
          `INSERT INTO activities_heart_intraday (user_id, "timestamp", value)
           SELECT user_id, ${instantSql('us')}, value
             FROM unnest($1::text[], $2::bigint[], $3::float8[]) AS given (user_id, us, value) ON CONFLICT DO NOTHING`,
          [
            rows.map(([user]) => user),
            rows.map(([, us]) => us.toString()),
            rows.map(([, , value]) => asText(value)),
          ],
        );
        await expectSame(sourceOf(heartRateIntraday, 'raw'), userIds);
      }),
      { numRuns: 40 },
    );
  });

  it('are the buckets, in every format, also where averages are not finite', async () => {
    await api.pool.query('TRUNCATE activities_heart_intraday');
    const values = [...NOT_FINITE, 1 / 3, 1e15, -1e15, 1e-7, 60, 61.5];
    await api.pool.query(
      `INSERT INTO activities_heart_intraday (user_id, "timestamp", value)
       SELECT user_id, timestamptz '2025-06-29Z' + number * interval '7 hours', value
         FROM unnest($1::text[]) AS user_id, unnest($2::float8[]) WITH ORDINALITY AS given (value, number)`,
      [USERS, values.map(asText)],
    );
    await api.refresh();
    for (const level of ['1m', '1h', '1d'] as const) {
      await expectSame(sourceOf(heartRateIntraday, level), USERS.toReversed());
    }
  });

  it('have the attributes of readings, whatever JSON they are', async () => {
    const json = fc.option(
      fc.jsonValue().map((value) => JSON.stringify(value).replaceAll(String.raw`\u0000`, '')),
      { nil: null },
    );
    const days = fc.array(fc.tuple(fc.option(fc.double(), { nil: null }), json, json), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(days, async (rows) => {
        await api.pool.query('TRUNCATE activities_heart_summary');
        await api.pool.query(
          `INSERT INTO activities_heart_summary
           SELECT timestamptz '2025-06-29Z' + number * interval '1 day', value, zones, custom, 'user1'
             FROM unnest($1::float8[], $2::jsonb[], $3::jsonb[]) WITH ORDINALITY AS given (value, zones, custom, number)`,
          [
            rows.map(([value]) => (value === null ? null : asText(value))),
            rows.map(([, zones]) => zones),
            rows.map(([, , custom]) => custom),
          ],
        );
        await expectSame(sourceOf(heartRateSummary, 'raw'), ['user1']);
      }),
      { numRuns: 30 },
    );
  });

  it('are none of users who are not known', async () => {
    await api.pool.query(`INSERT INTO activities_heart_intraday VALUES ('2025-06-29Z', 60, 'nobody')`);
    const source = sourceOf(heartRateIntraday, 'raw');
    expect(await readPoints(api.pool, { source, userIds: ['nobody'], limit: 10, format: 'json' })).toEqual(
      [],
    );
  });
});

/** pg would send -0 as 0. */
function asText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
