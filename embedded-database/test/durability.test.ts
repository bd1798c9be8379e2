import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { endProcess, startServerProcess } from './server-process.ts';
import { temporaryDirectory } from './test-server.ts';

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

describe('a server process', () => {
  it('keeps everything it acknowledged when it is killed in the middle of writes', async () => {
    await using directory = await temporaryDirectory();
    let acknowledged = 0;
    for (let round = 0; round < 3; round += 1) {
      const server = await startServerProcess(directory.path);
      const client = await connected(server.url);
      await client.query('CREATE TABLE IF NOT EXISTS reading (t timestamptz NOT NULL, n int)');
      await client.query("SELECT create_hypertable('reading', by_range('t'), if_not_exists => true)");
      const { rows } = await client.query<{ c: number }>('SELECT count(*)::int AS c FROM reading');
      expect(rows[0]?.c).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = rows[0]?.c ?? 0;
      const insert =
        "INSERT INTO reading SELECT '2026-01-01'::timestamptz + n * interval '1 h', n FROM generate_series(1, 100) n";
      const killed = delay(150 + round * 37).then(() => endProcess(server.process, 'SIGKILL'));
      for (;;) {
        const done = await client.query(insert).catch(() => undefined);
        if (!done) break;
        acknowledged += done.rowCount ?? 0;
      }
      expect(await killed).toBe('SIGKILL');
      expect(acknowledged).toBeGreaterThan(0);
    }
    const server = await startServerProcess(directory.path);
    const client = await connected(server.url);
    const { rows } = await client.query<{ c: number }>('SELECT count(*)::int AS c FROM reading');
    // One transaction may have been committed without the client hearing of it; a part of one may not.
    expect([acknowledged, acknowledged + 100]).toContain(rows[0]?.c);
    await client.end();
    await endProcess(server.process, 'SIGTERM');
  });

  it('has its directory alone, and leaves it to the next one even when killed', async () => {
    await using directory = await temporaryDirectory();
    const first = await startServerProcess(directory.path);
    await expect(startServerProcess(directory.path)).rejects.toThrow(
      `is in use by process ${first.process.pid ?? ''}`,
    );
    await endProcess(first.process, 'SIGKILL');
    const second = await startServerProcess(directory.path);
    expect(await endProcess(second.process, 'SIGTERM')).toBe(0);
  });

  it('stops at SIGTERM: finishes what runs, says good-bye to the others, and exits with 0', async () => {
    await using directory = await temporaryDirectory();
    const server = await startServerProcess(directory.path);
    const [busy, idle, open] = [
      await connected(server.url),
      await connected(server.url),
      await connected(server.url),
    ];
    await busy.query('CREATE TABLE kept (n int)');
    const farewells = [idle, open].map((client) => once(client, 'error'));
    const running = busy.query('INSERT INTO kept SELECT n FROM generate_series(1, 300000) n');
    await delay(50);
    const ended = endProcess(server.process, 'SIGTERM');
    expect((await running).rowCount).toBe(300_000);
    for (const farewell of farewells) expect((await farewell)[0]).toMatchObject({ code: '57P01' });
    expect(await ended).toBe(0);

    const again = await startServerProcess(directory.path);
    const client = await connected(again.url);
    expect((await client.query('SELECT count(*)::int AS c FROM kept')).rows).toEqual([{ c: 300_000 }]);
    await client.end();
    await endProcess(again.process, 'SIGTERM');
  });

  it('names the port and its variable when the port is taken, and exits with 2', async () => {
    await using directory = await temporaryDirectory();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(startServerProcess(directory.path, { DATABASE_PORT: String(port) })).rejects.toThrow(
      new RegExp(`exit code 2: Port ${port} .* DATABASE_PORT`),
    );
    other.close();
  });

  it('lists everything that is wrong with its configuration, and exits with 2', async () => {
    await using directory = await temporaryDirectory();
    await expect(
      startServerProcess(directory.path, { DATABASE_PORT: 'x', DATABASE_IDLE_TRANSACTION_SECONDS: '0' }),
    ).rejects.toThrow(/exit code 2: [\s\S]*DATABASE_PORT[\s\S]*DATABASE_IDLE_TRANSACTION_SECONDS/);
  });
});
