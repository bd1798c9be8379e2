import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  const client = await server.connect();
  await client.query('DROP TABLE IF EXISTS reading; CREATE TABLE reading (n int, note text)');
});

/** Collects a stream's text. */
function sink(): Writable & { text: () => string } {
  const chunks: Buffer[] = [];
  return Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    }),
    { text: () => Buffer.concat(chunks).toString() },
  );
}

describe('queries', () => {
  it('answers several statements of one simple query', async () => {
    const client = await server.connect();
    const results = (await client.query('SELECT 1 AS a; SELECT 2 AS a')) as unknown as { rows: unknown[] }[];
    expect(results.map(({ rows }) => rows)).toEqual([[{ a: 1 }], [{ a: 2 }]]);
  });

  it('answers parameters of the extended protocol, as text and as bytes', async () => {
    const client = await server.connect();
    const { rows } = await client.query('SELECT $1::text AS t, $2::bytea AS b, $3::int[] AS i', [
      'ünï',
      Buffer.from([0, 1, 255]),
      [1, 2],
    ]);
    expect(rows).toEqual([{ t: 'ünï', b: Buffer.from([0, 1, 255]), i: [1, 2] }]);
  });

  it('passes errors on with their SQLSTATE, and goes on', async () => {
    const client = await server.connect();
    await expect(client.query('SELECT nope')).rejects.toMatchObject({ code: '42703' });
    await expect(client.query('SELECT $1::int', ['x'])).rejects.toMatchObject({ code: '22P02' });
    expect((await client.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
  });

  it('carries values of megabytes in both directions', async () => {
    const client = await server.connect();
    const text = 'abcdefgh'.repeat(1_000_000);
    const { rows } = await client.query<{ t: string }>('SELECT $1::text AS t', [text]);
    expect(rows[0]?.t === text).toBe(true);
  });

  it('is recognised as TimescaleDB in WebAssembly', async () => {
    const client = await server.connect();
    const { rows } = await client.query<{ version: string }>('SELECT version()');
    expect(rows[0]?.version).toMatch(/emcc|Emscripten/);
  });
});

describe('cursors', () => {
  it('gives rows in portions', async () => {
    const client = await server.connect();
    const cursor = client.query(new Cursor<{ n: number }>('SELECT generate_series(1, 5) AS n'));
    const portions = [await cursor.read(2), await cursor.read(2), await cursor.read(2), await cursor.read(2)];
    await cursor.close();
    expect(portions.map((rows) => rows.map(({ n }) => n))).toEqual([[1, 2], [3, 4], [5], []]);
  });

  it('keeps others waiting while a portal is open, and lets them go on after it', async () => {
    const [reader, other] = [await server.connect(), await server.connect()];
    const cursor = reader.query(new Cursor<{ n: number }>('SELECT generate_series(1, 5) AS n'));
    await cursor.read(2);
    const waiting = other.query('SELECT 7 AS n');
    const rest = await cursor.read(10);
    await cursor.close();
    expect(rest).toHaveLength(3);
    expect((await waiting).rows).toEqual([{ n: 7 }]);
  });
});

describe('COPY', () => {
  it('takes rows in and gives them out', async () => {
    const client = await server.connect();
    await pipeline(Readable.from(['1\ta\n2\t', 'b\n']), client.query(copyFrom('COPY reading FROM STDIN')));
    const out = sink();
    await pipeline(client.query(copyTo('COPY (SELECT * FROM reading ORDER BY n) TO STDOUT')), out);
    expect(out.text()).toBe('1\ta\n2\tb\n');
  });

  it('takes in more than fits into any buffer on the way, and all of it', async () => {
    const client = await server.connect();
    const row = `${'x'.repeat(90)}\n`;
    function* rows() {
      for (let block = 0; block < 200; block += 1) {
        yield Array.from({ length: 1_000 }, (_, i) => `${block * 1_000 + i}\t${row}`).join('');
      }
    }
    await pipeline(Readable.from(rows()), client.query(copyFrom('COPY reading FROM STDIN')));
    const { rows: counted } = await client.query(
      'SELECT count(*)::int AS c, sum(n)::float8 AS s FROM reading',
    );
    expect(counted).toEqual([{ c: 200_000, s: (199_999 * 200_000) / 2 }]);
  });

  it('reports a bad row, takes none of them, and the connection goes on', async () => {
    const client = await server.connect();
    const rows = Readable.from(
      Array.from({ length: 1_000 }, (_, i) => (i === 1 ? 'x\ty\n' : `${i}\t${'z'.repeat(5_000)}\n`)),
    );
    await expect(pipeline(rows, client.query(copyFrom('COPY reading FROM STDIN')))).rejects.toMatchObject({
      code: '22P02',
    });
    expect((await client.query('SELECT count(*)::int AS c FROM reading')).rows).toEqual([{ c: 0 }]);
  });

  it('reports a table that does not exist', async () => {
    const client = await server.connect();
    await expect(
      pipeline(Readable.from(['1\n']), client.query(copyFrom('COPY nowhere FROM STDIN'))),
    ).rejects.toMatchObject({ code: '42P01' });
    expect((await client.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
  });

  it('takes a COPY between other statements of one simple query', async () => {
    const client = await server.connect();
    const copy = client.query(
      copyFrom(
        "INSERT INTO reading VALUES (1, 'before'); COPY reading FROM STDIN; INSERT INTO reading VALUES (3, 'after')",
      ),
    );
    await pipeline(Readable.from(['2\tcopied\n']), copy);
    const { rows } = await client.query('SELECT note FROM reading ORDER BY n');
    expect(rows).toEqual([{ note: 'before' }, { note: 'copied' }, { note: 'after' }]);
  });

  it('is undone when the client gives up in the middle', async () => {
    const client = await server.connect();
    const other = await server.connect();
    const copy = client.query(copyFrom('COPY reading FROM STDIN'));
    copy.on('error', () => undefined);
    copy.write('1\ta\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    (client as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
    expect((await other.query('SELECT count(*)::int AS c FROM reading')).rows).toEqual([{ c: 0 }]);
  });
});
