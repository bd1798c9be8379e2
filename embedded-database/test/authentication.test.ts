import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedDatabase } from '../src/index.ts';
import { int32, message, zeroTerminated } from '../src/protocol/messages.ts';
import { startupPacket } from '../src/protocol/startup.ts';
import { RawClient, sqlStates } from './raw-client.ts';
import { startTestServer, temporaryDirectory, testLogger, type TestServer } from './test-server.ts';

const PASSWORD = 'pä§sw:rd/ with @ signs';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ password: PASSWORD });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('a server with a password', () => {
  it('lets in who knows it, as the URL has it', async () => {
    const client = await server.connect();
    expect((await client.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
  });

  it('refuses another password with 28P01', async () => {
    await expect(
      server.connect({ connectionString: server.database.url.replace('signs', 'sighs') }),
    ).rejects.toMatchObject({ code: '28P01' });
  });

  it('gets nothing from a client without a password', async () => {
    const url = new URL(server.database.url);
    url.password = '';
    await expect(server.connect({ connectionString: url.href })).rejects.toThrow(/password/);
  });

  it('answers no query before the password', async () => {
    const client = new RawClient(server.socket());
    client.send(startupPacket({ user: 'x' }), message('Q', zeroTerminated('SELECT 1')));
    expect(sqlStates(await client.closed())).toEqual(['08P01']);
  });

  it('refuses authentication messages that are no SCRAM', async () => {
    const said = Buffer.from('y,,n=,r=');
    for (const body of [
      [zeroTerminated('PLAIN'), int32(said.length), said],
      [zeroTerminated('SCRAM-SHA-256'), int32(said.length), said],
      [Buffer.from('no terminator')],
    ]) {
      const client = new RawClient(server.socket());
      client.send(startupPacket({ user: 'x' }), message('p', ...body));
      expect(sqlStates(await client.closed())).toEqual(['08P01']);
    }
  });
});

describe('a server without a password', () => {
  it('is not started where other machines can reach it', async () => {
    await using directory = await temporaryDirectory();
    const start = startEmbeddedDatabase({
      dataDirectory: directory.path,
      host: '0.0.0.0',
      port: 0,
      logger: testLogger,
    });
    await expect(start).rejects.toThrow(/DATABASE_HOST: 0\.0\.0\.0 .* needs a DATABASE_PASSWORD/);
  });
});
