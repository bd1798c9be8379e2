import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Declares a function of PostgreSQL's with a wrong type, which makes it read outside its memory. */
const TRAP = `
  CREATE OR REPLACE FUNCTION trap(int) RETURNS cstring LANGUAGE internal STRICT AS 'textout';
  SELECT trap(2147483647)`;

describe('a trap of the engine', () => {
  it('ends all connections with 57P02, and leaves what was committed', async () => {
    const [culprit, idle, waiting] = [await server.connect(), await server.connect(), await server.connect()];
    await culprit.query('CREATE TABLE kept (t timestamptz NOT NULL, n int)');
    await culprit.query("SELECT create_hypertable('kept', by_range('t'))");
    await culprit.query("INSERT INTO kept VALUES ('2026-01-01', 1)");
    await culprit.query('BEGIN');
    await culprit.query("INSERT INTO kept VALUES ('2026-01-01', 2)");
    const idleEnd = once(idle, 'error');
    const queued = waiting.query('SELECT 1');
    queued.catch(() => undefined);

    await expect(culprit.query(TRAP)).rejects.toMatchObject({ code: '57P02' });
    await expect(queued).rejects.toMatchObject({ code: '57P02' });
    expect((await idleEnd)[0]).toMatchObject({ code: '57P02' });

    const next = await server.connect({ application_name: 'afterwards' });
    expect((await next.query('SELECT n FROM kept')).rows).toEqual([{ n: 1 }]);
    expect((await next.query("SELECT current_setting('search_path') AS p")).rows).toEqual([{ p: 'public' }]);
  });

  it('may happen again', async () => {
    for (let round = 0; round < 2; round += 1) {
      const client = await server.connect();
      await expect(client.query(TRAP)).rejects.toMatchObject({ code: '57P02' });
    }
    const client = await server.connect();
    expect((await client.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
  });
});
