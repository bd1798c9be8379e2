import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '@systole/test-kit';
import { describe, expect, it } from 'vitest';
import { assertPortsFree } from './ports.ts';

describe('the check of ports', () => {
  it('names every taken port with its variable, together', async () => {
    const [a, b] = [createServer().listen(0, '127.0.0.1'), createServer().listen(0, '127.0.0.1')];
    await Promise.all([once(a, 'listening'), once(b, 'listening')]);
    const portOf = (server: typeof a) => (server.address() as { port: number }).port;
    const check = assertPortsFree([
      { variable: 'API_PORT', port: portOf(a) },
      { variable: 'FREE_PORT', port: await freePort() },
      { variable: 'SIMULATOR_PORT', port: portOf(b) },
    ]);
    await expect(check).rejects.toThrow(
      `Port ${portOf(a)} (API_PORT) is taken by another program.\n` +
        `Port ${portOf(b)} (SIMULATOR_PORT) is taken by another program.\n` +
        'Stop what uses them',
    );
    a.close();
    b.close();
  });

  it('finds a port that two variables name', async () => {
    const port = await freePort();
    await expect(
      assertPortsFree([
        { variable: 'API_PORT', port },
        { variable: 'CLIENT_PORT', port },
      ]),
    ).rejects.toThrow(`Port ${port} (CLIENT_PORT) is also that of API_PORT.`);
  });

  it('is content with free ports', async () => {
    await expect(
      assertPortsFree([{ variable: 'API_PORT', port: await freePort() }]),
    ).resolves.toBeUndefined();
  });
});
