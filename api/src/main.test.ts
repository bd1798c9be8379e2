import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, projectPath, startTestDatabase, type TestDatabase } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

function start(environment: Record<string, string>) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', projectPath('api/src/main.ts')],
    {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
    },
  );
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return { child, exit, printed: () => printed };
}

describe('the API as a process', () => {
  it('answers until it is told to stop, and then ends well', async () => {
    const port = await freePort();
    const api = start({ DATABASE_URL: database.url, API_PORT: String(port) });
    await expect
      .poll(() => api.printed(), { timeout: 20_000 })
      .toContain(`listening on http://127.0.0.1:${port}`);
    expect((await fetch(`http://127.0.0.1:${port}/users`)).status).toBe(200);
    api.child.kill('SIGTERM');
    expect(await api.exit).toBe(0);
  });

  it('says that the database is away while it waits for it', async () => {
    const port = await freePort();
    const api = start({
      DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none`,
      API_PORT: String(port),
    });
    await expect
      .poll(() => api.printed(), { timeout: 20_000 })
      .toContain('connecting to the database failed, trying again');
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(503);
    expect((await fetch(`http://127.0.0.1:${port}/users`)).status).toBe(503);
    api.child.kill('SIGTERM');
    expect(await api.exit).toBe(0);
  });

  it('ends with code 2 and every problem where its environment is wrong', async () => {
    const api = start({ API_PORT: 'x', POOL_SIZE: '-1' });
    expect(await api.exit).toBe(2);
    for (const name of ['API_PORT', 'POOL_SIZE', 'DATABASE_URL']) expect(api.printed()).toContain(`${name}:`);
  });

  it('ends with code 2 and the name of the variable where its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const api = start({ DATABASE_URL: database.url, API_PORT: String(port) });
    expect(await api.exit).toBe(2);
    expect(api.printed()).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(api.printed()).toContain('API_PORT');
    other.close();
  });
});
