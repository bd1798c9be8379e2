import { connect, createServer } from 'node:net';
import { freePort, startEmptyTestDatabase, startProcess } from '@systole/test-kit';
import { describe, expect, it } from 'vitest';

const start = (environment: Readonly<Record<string, string>>) =>
  startProcess('db-init-service/src/main.ts', { environment });

describe('the db-init-service process', () => {
  it('exits with 0 when all is done, also when two start at once', async () => {
    await using database = await startEmptyTestDatabase();
    await using one = start({ DATABASE_URL: database.url });
    await using other = start({ DATABASE_URL: database.url });
    expect(await Promise.all([one.ended, other.ended])).toEqual([0, 0]);
    const messages = [one, other].map(
      ({ output }) => /the database is (initialised|up to date)/.exec(output)?.[1],
    );
    expect(messages.sort()).toEqual(['initialised', 'up to date']);
  });

  it('waits for a database that is not there yet, and says so', async () => {
    await using database = await startEmptyTestDatabase();
    const { hostname, port } = new URL(database.url);
    const url = new URL(database.url);
    const laterPort = await freePort();
    url.hostname = '127.0.0.1';
    url.port = String(laterPort);

    await using process = start({ DATABASE_URL: url.href });
    await process.printed(/connecting to the database failed, trying again/);
    const relay = createServer((socket) => {
      const server = connect(Number(port), hostname);
      socket.on('error', () => server.destroy()).pipe(server);
      server.on('error', () => socket.destroy()).pipe(socket);
    }).listen(laterPort, '127.0.0.1');
    const code = await process.ended;
    relay.close();
    expect(process.output).toContain('the database is initialised');
    expect(code).toBe(0);
  });

  it('does not look done when it is stopped while it waits', async () => {
    await using process = start({
      DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none`,
    });
    await process.printed(/trying again/);
    process.kill('SIGTERM');
    expect(await process.ended).toBe(1);
  });

  it('names every variable that is wrong and exits with 2', async () => {
    await using process = start({ DATABASE_URL: 'localhost', RETENTION_DAYS: '-1' });
    expect(await process.ended).toBe(2);
    expect(process.output).toContain('DATABASE_URL: must be a URL like postgres://');
    expect(process.output).toContain('RETENTION_DAYS: must be a whole number from 0 to 36500 (it is "-1")');
  });
});
