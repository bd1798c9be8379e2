import { startTestDatabase, type TestDatabase } from '@systole/test-kit';
import fc from 'fast-check';
import copyStreams from 'pg-copy-streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BinaryCopyEncoder } from '../src/loaders/binary-copy-encoder.ts';
import { BinaryCopyWriter } from '../src/loaders/binary-copy-writer.ts';
import { ReadingsBuilder } from '../src/readings.ts';
import { SECOND } from '../src/time/instants.ts';

/** The first and the last instant that PostgreSQL has and a number tells exactly. */
const EARLIEST = -(2 ** 53) + 1;
const LATEST = 2 ** 53 - 1;
const EDGES = [
  EARLIEST,
  -1,
  0,
  1,
  946_684_800 * SECOND,
  946_684_800 * SECOND - 1,
  2 ** 32,
  -(2 ** 32),
  LATEST,
];

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await database.pool.query(`CREATE TABLE slow (position int, "timestamp" timestamptz, value double precision,
                                                first jsonb, second jsonb, user_id text)`);
});
afterAll(() => database[Symbol.asyncDispose]());

const text = fc.string({ unit: 'binary', maxLength: 20 }).map((value) => value.replaceAll('\0', ''));
const json = fc.option(
  // A jsonb holds neither NUL nor half a surrogate pair, however it is sent; a text PostgreSQL prints as it came.
  text.map((value) => JSON.stringify(value.toWellFormed())),
  { freq: 3 },
);
const reading = fc.tuple(
  fc.oneof(fc.constantFrom(...EDGES), fc.integer({ min: EARLIEST, max: LATEST })),
  // NaN stands for NULL.
  fc.oneof(fc.double(), fc.constantFrom(0, -0, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, 0.1)),
  json,
  json,
);

describe('binary COPY', () => {
  it('is byte for byte what PostgreSQL writes of the same rows', async () => {
    const encoder = new BinaryCopyEncoder();
    await fc.assert(
      fc.asyncProperty(
        text.map((value) => value.toWellFormed()),
        fc.array(reading, { maxLength: 30 }),
        async (userId, rows) => {
          const builder = new ReadingsBuilder(userId, 2);
          for (const [timestamp, value, ...attributes] of rows)
            builder.addWithAttributes(timestamp, value, attributes);
          const ours = Buffer.from(encoder.encode(builder));
          expect(ours.equals(await writtenByPostgres(userId, rows))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has whole numbers and truth as PostgreSQL writes them', async () => {
    const rows = [EARLIEST, -(2 ** 32), -1, 0, 1, 2 ** 32, LATEST].map((number, i) => [number, i % 2 === 0]);
    const writer = new BinaryCopyWriter();
    for (const [number, isTrue] of rows) {
      writer.beginRow(2);
      writer.integer(Number(number));
      writer.boolean(isTrue === true);
    }
    const theirs = await copiedOut(
      `SELECT * FROM (VALUES ${rows.map(([number, isTrue]) => `(${String(number)}::bigint, ${String(isTrue)})`).join(', ')}) AS rows`,
    );
    expect(writer.stream().equals(theirs)).toBe(true);
    expect(writer.rows).toBe(rows.length);
  });
});

type Row = readonly [timestamp: number, value: number, first: string | null, second: string | null];

/** Rows that were sent as parameters, the slow way, as the server itself writes them. */
async function writtenByPostgres(userId: string, rows: readonly Row[]): Promise<Buffer> {
  await database.pool.query('TRUNCATE slow');
  await database.pool.query(
    `INSERT INTO slow
       SELECT position, timestamptz 'epoch' + microseconds * interval '1 microsecond', value, first::jsonb, second::jsonb, $1
         FROM unnest($2::bigint[], $3::float8[], $4::text[], $5::text[])
              WITH ORDINALITY AS sent (microseconds, value, first, second, position)`,
    [
      userId,
      rows.map(([timestamp]) => timestamp),
      // A parameter's minus zero would lose its sign.
      rows.map(([, value]) => (Number.isNaN(value) ? null : Object.is(value, -0) ? '-0' : value)),
      rows.map(([, , first]) => first),
      rows.map(([, , , second]) => second),
    ],
  );
  return await copiedOut('SELECT "timestamp", value, first, second, user_id FROM slow ORDER BY position');
}

/** The rows of a statement as the server itself writes them. */
async function copiedOut(statement: string): Promise<Buffer> {
  const client = await database.pool.connect();
  try {
    const stream = client.query(copyStreams.to(`COPY (${statement}) TO STDOUT (FORMAT binary)`));
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  } finally {
    client.release();
  }
}
