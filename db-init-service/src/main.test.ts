import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { freePort, startEmptyTestDatabase } from '@systole/test-kit';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

describe('the db-init-service process', () => {
  it('exits with 0 when all is done, also when two start at once', async () => {
    await using database = await startEmptyTestDatabase();
    const both = [start({ DATABASE_URL: database.url }), start({ DATABASE_URL: database.url })];
    const results = await Promise.all(both.map(({ ended }) => ended));
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const messages = results.map(
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

    const { process, ended } = start({ DATABASE_URL: url.href });
    await printed(process, /connecting to the database failed, trying again/);
    const relay = createServer((socket) => {
      const server = connect(Number(port), hostname);
      socket.on('error', () => server.destroy()).pipe(server);
      server.on('error', () => socket.destroy()).pipe(socket);
    }).listen(laterPort, '127.0.0.1');
    const { code, output } = await ended;
    relay.close();
    expect(output).toContain('the database is initialised');
    expect(code).toBe(0);
  });

  it('does not look done when it is stopped while it waits', async () => {
    const { process, ended } = start({
      DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none`,
    });
    await printed(process, /trying again/);
    process.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 1 });
  });

  it('names every variable that is wrong and exits with 2', async () => {
    const { code, output } = await start({ DATABASE_URL: 'localhost', RETENTION_DAYS: '-1' }).ended;
    expect(code).toBe(2);
    expect(output).toContain('DATABASE_URL: must be a URL like postgres://');
    expect(output).toContain('RETENTION_DAYS: must be a whole number from 0 to 36500 (it is "-1")');
  });
});

function start(environment: Readonly<Record<string, string>>) {
  const process = spawn(globalThis.process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { PATH: globalThis.process.env['PATH'], ...environment },
  });
  let output = '';
  const keep = (chunk: Buffer) => (output += chunk.toString());
  process.stdout.on('data', keep);
  process.stderr.on('data', keep);
  const ended = once(process, 'close').then(([code]) => ({ code: code as number | null, output }));
  return { process, ended };
}

/** Waits until the process has printed a line that matches. */
async function printed(process: ChildProcess, pattern: RegExp): Promise<void> {
  let output = '';
  for await (const chunk of process.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    output += String(chunk);
    if (pattern.test(output)) return;
  }
  throw new Error(`the process ended without printing ${String(pattern)}: ${output}`);
}
