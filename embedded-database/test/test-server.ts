import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@systole/service-kit';
import pg from 'pg';
import { startEmbeddedDatabase, type EmbeddedDatabase, type EmbeddedDatabaseSettings } from '../src/index.ts';

/** Silent: what is logged here is what the tests provoke. */
export const testLogger = createLogger({ service: 'embedded-database', level: 'error', format: 'pretty' });
testLogger.silent = true;

/** A fresh data directory and its name; removed at the end. */
export async function temporaryDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'systole-embedded-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

export interface TestServer extends AsyncDisposable {
  readonly database: EmbeddedDatabase;
  readonly directory: string;
  /** A connected client, ended with the server. */
  connect: (settings?: pg.ClientConfig) => Promise<pg.Client>;
  /** A bare connection to the port, destroyed with the server. */
  socket: () => Socket;
}

/** A server on a fresh directory and a free port. */
export async function startTestServer(settings: Partial<EmbeddedDatabaseSettings> = {}): Promise<TestServer> {
  await using opened = new AsyncDisposableStack();
  const directory = opened.use(await temporaryDirectory()).path;
  const database = await startEmbeddedDatabase({
    dataDirectory: directory,
    port: 0,
    logger: testLogger,
    ...settings,
  });
  opened.defer(() => database.stop());
  const clients: pg.Client[] = [];
  opened.defer(async () => {
    await Promise.allSettled(clients.map((client) => client.end()));
  });
  const sockets: Socket[] = [];
  opened.defer(() => {
    for (const socket of sockets) socket.destroy();
  });
  const keep = opened.move();
  return {
    database,
    directory,
    connect: async (config) => {
      const client = new pg.Client({ connectionString: database.url, ...config });
      // The end of a connection is often what is tested; without a listener it would end the test process.
      client.on('error', () => undefined);
      clients.push(client);
      await client.connect();
      return client;
    },
    socket: () => {
      const socket = connect(database.port, '127.0.0.1');
      socket.on('error', () => undefined);
      sockets.push(socket);
      return socket;
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  };
}
