import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '../src/protocol/messages.ts';
import { RawClient, types } from './raw-client.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ idleTransactionMs: 700 });
  const client = await server.connect();
  await client.query('CREATE TABLE entry (n int); CREATE ROLE nobody');
});
afterAll(() => server[Symbol.asyncDispose]());

const two = async () => [await server.connect(), await server.connect()] as const;
const shown = async (client: pg.Client, setting: string) =>
  (await client.query<{ v: string }>('SELECT current_setting($1) AS v', [setting])).rows[0]?.v;

/** The payloads that a client hears. */
function heard(client: pg.Client): string[] {
  const payloads: string[] = [];
  client.on('notification', ({ payload }) => payloads.push(payload ?? ''));
  return payloads;
}

describe('transactions', () => {
  it('have the engine to themselves; others go on after them, in the order they came', async () => {
    const [one, ...others] = await Promise.all(Array.from({ length: 4 }, () => server.connect()));
    const order: string[] = [];
    await one?.query('BEGIN');
    const waiting = others.map((client, index) =>
      client.query('SELECT 1').then(() => order.push(`other ${index}`)),
    );
    await one?.query('SELECT 1');
    await delay(50);
    order.push('commit');
    await one?.query('COMMIT');
    await Promise.all(waiting);
    expect(order).toEqual(['commit', 'other 0', 'other 1', 'other 2']);
  });

  it('of two connections interleave as wholes', async () => {
    const [one, other] = await two();
    const transfer = async (client: pg.Client, from: number) => {
      await client.query('BEGIN');
      for (let n = from; n < from + 5; n += 1) await client.query('INSERT INTO entry VALUES ($1)', [n]);
      await client.query('COMMIT');
    };
    await Promise.all([transfer(one, 0), transfer(other, 100)]);
    const { rows } = await one.query<{ n: number }>('SELECT n FROM entry WHERE n >= 0 ORDER BY ctid');
    expect(rows.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 100, 101, 102, 103, 104]);
  });

  it('whose client is silent for too long are undone and told why', async () => {
    const [idle, other] = await two();
    const ended = once(idle, 'error');
    await idle.query('BEGIN');
    await idle.query('INSERT INTO entry VALUES (-1)');
    const { rows } = await other.query('SELECT count(*)::int AS c FROM entry WHERE n = -1');
    expect(rows).toEqual([{ c: 0 }]);
    expect((await ended)[0]).toMatchObject({ code: '25P03' });
  });

  it('are undone when their client vanishes', async () => {
    const [gone, other] = await two();
    await gone.query('BEGIN');
    await gone.query('INSERT INTO entry VALUES (-2)');
    await gone.end();
    expect((await other.query('SELECT count(*)::int AS c FROM entry WHERE n = -2')).rows).toEqual([{ c: 0 }]);
  });

  it('of a client that does not read its result end, and others go on', async () => {
    const [other] = await two();
    const deaf = await RawClient.start(server.socket());
    deaf.socket.pause();
    deaf.send(query("SELECT repeat('x', 100000) FROM generate_series(1, 3000)"));
    await delay(50);
    expect((await other.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
    deaf.socket.resume();
    expect(types(await deaf.closed())).toMatch(/^TD+$/);
  });

  it('in an error leave the next one a clean engine', async () => {
    const [failed, other] = await two();
    await failed.query('BEGIN');
    await failed.query('SELECT nope').catch(() => undefined);
    await failed.end();
    expect((await other.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
  });
});

describe('settings', () => {
  it('of one connection are not those of another', async () => {
    const [one, other] = await two();
    await one.query("SET TimeZone = 'Europe/Berlin'");
    await one.query("SELECT set_config('my.own', $1, false)", ["it's \\ here"]);
    expect([await shown(one, 'TimeZone'), await shown(other, 'TimeZone')]).toEqual(['Europe/Berlin', 'GMT']);
    expect(await shown(one, 'my.own')).toBe("it's \\ here");
    await one.query('RESET TimeZone');
    expect(await shown(one, 'TimeZone')).toBe('GMT');
  });

  it('of one’s own making are kept apart too, by whichever way they were set', async () => {
    const [one, other] = await two();
    await one.query("SET app.user_id = 'one'");
    await other.query('SELECT set_config($1, $2, false)', ['app.user_id', 'other']);
    expect([await shown(one, 'app.user_id'), await shown(other, 'app.user_id')]).toEqual(['one', 'other']);
    expect([await shown(one, 'app.user_id'), await shown(other, 'app.user_id')]).toEqual(['one', 'other']);
  });

  it('set in a transaction that is rolled back, or with SET LOCAL, are gone', async () => {
    const [one, other] = await two();
    await one.query("BEGIN; SET work_mem = '9MB'");
    await one.query('ROLLBACK');
    await one.query("BEGIN; SET LOCAL work_mem = '9MB'");
    await one.query('COMMIT');
    await other.query('SELECT 1');
    expect(await shown(one, 'work_mem')).toBe('4MB');
  });

  it('begin with the schema public and are so again after RESET ALL', async () => {
    const [one, other] = await two();
    await one.query("SET search_path = 'pg_catalog'");
    expect(await shown(other, 'search_path')).toBe('public');
    await one.query('RESET ALL');
    expect(await shown(one, 'search_path')).toBe('public');
  });

  it('include the role, which is nobody else’s', async () => {
    const [one, other] = await two();
    await one.query('SET ROLE nobody');
    expect((await other.query('SELECT current_user AS u')).rows).toEqual([{ u: 'postgres' }]);
    expect((await one.query('SELECT current_user AS u')).rows).toEqual([{ u: 'nobody' }]);
    await expect(one.query('SELECT * FROM entry')).rejects.toMatchObject({ code: '42501' });
    await one.query('RESET ROLE');
    expect((await one.query('SELECT current_user AS u')).rows).toEqual([{ u: 'postgres' }]);
  });

  it('do not outlive their connection', async () => {
    const [one, other] = await two();
    await one.query("SET work_mem = '9MB'");
    await one.end();
    expect(await shown(other, 'work_mem')).toBe('4MB');
    expect(await shown(await server.connect(), 'work_mem')).toBe('4MB');
  });
});

describe('prepared statements', () => {
  it('of the same name on two connections are two', async () => {
    const [one, other] = await two();
    const run = async (client: pg.Client, text: string) =>
      (await client.query({ name: 'same', text })).rows as unknown[];
    expect(await run(one, 'SELECT 1 AS a')).toEqual([{ a: 1 }]);
    expect(await run(other, 'SELECT 2 AS b')).toEqual([{ b: 2 }]);
    expect(await run(one, 'SELECT 1 AS a')).toEqual([{ a: 1 }]);
  });

  it('are dropped with their connection', async () => {
    const [one, other] = await two();
    await one.query({ name: 'short-lived', text: 'SELECT 1' });
    const count = async () =>
      (
        await other.query<{ c: number }>(
          "SELECT count(*)::int AS c FROM pg_prepared_statements WHERE name ~ 'short-lived'",
        )
      ).rows[0]?.c;
    expect(await count()).toBe(1);
    await one.end();
    await expect.poll(count).toBe(0);
  });
});

describe('notifications', () => {
  it('reach whoever listens, and nobody else', async () => {
    const [listener, sender] = await two();
    const [payloads, others] = [heard(listener), heard(sender)];
    await listener.query('LISTEN news');
    await sender.query("NOTIFY news, 'simple'");
    await sender.query('SELECT pg_notify($1, $2)', ['news', 'extended']);
    await listener.query('SELECT 1');
    expect([payloads, others]).toEqual([['simple', 'extended'], []]);
  });

  it('come when the transaction commits, and not when it does not', async () => {
    const [listener, sender] = await two();
    const payloads = heard(listener);
    await listener.query('LISTEN "Mixed Case"');
    await sender.query('BEGIN');
    await sender.query(`NOTIFY "Mixed Case", 'rolled back'`);
    await sender.query('ROLLBACK');
    await sender.query('BEGIN');
    await sender.query(`NOTIFY "Mixed Case", 'committed'`);
    await delay(50);
    expect(payloads).toEqual([]);
    await sender.query('COMMIT');
    await listener.query('SELECT 1');
    expect(payloads).toEqual(['committed']);
  });

  it('are not listened to by a LISTEN that is rolled back, but by one beside a savepoint that is', async () => {
    const [listener, sender] = await two();
    const payloads = heard(listener);
    await listener.query('LISTEN never; SELECT 1/0').catch(() => undefined);
    await listener.query('BEGIN; LISTEN kept; SAVEPOINT s; LISTEN dropped; ROLLBACK TO s; COMMIT');
    await sender.query(
      "LISTEN never; LISTEN dropped; NOTIFY never, 'no'; NOTIFY dropped, 'no'; NOTIFY kept, 'yes'",
    );
    await listener.query('SELECT 1');
    expect(payloads).toEqual(['yes']);
  });

  it('still reach one listener when another stops listening or goes', async () => {
    const [stays, stops] = await two();
    const goes = await server.connect();
    const [staying, stopping] = [heard(stays), heard(stops)];
    for (const client of [stays, stops, goes]) await client.query('LISTEN shared');
    await stops.query('UNLISTEN shared');
    await goes.end();
    const sender = await server.connect();
    await sender.query("NOTIFY shared, 'x'");
    await stays.query('SELECT 1');
    expect([staying, stopping]).toEqual([['x'], []]);
  });
});
