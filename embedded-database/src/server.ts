import { realpathSync } from 'node:fs';
import { createServer, isIP, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { ConfigurationError, PortTakenError, type Logger } from '@systole/service-kit';
import { createVerifier } from './authentication.ts';
import { Checkpoints } from './checkpoints.ts';
import { lockDirectory } from './directory-lock.ts';
import { Engine, EngineGoneError } from './engine/engine.ts';
import { fatalError, SQLSTATE } from './protocol/messages.ts';
import { Connection } from './session/connection.ts';
import { Notifications } from './session/notifications.ts';
import type { SharedByAll } from './session/session.ts';
import { EngineSettings } from './session/settings.ts';
import { Turns } from './turns.ts';

export interface EmbeddedDatabaseSettings {
  /** Where the files are; created when missing. One process at a time may have it. */
  readonly dataDirectory: string;
  /** 127.0.0.1 if not set. Others than this machine may only be served with a password. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Asked for by SCRAM-SHA-256; not set: whoever reaches the port is let in. */
  readonly password?: string;
  /** A transaction whose client is silent for so long is rolled back and its connection closed, in ms; 60,000 if not set. */
  readonly idleTransactionMs?: number;
  readonly logger: Logger;
}

export interface EmbeddedDatabase {
  readonly port: number;
  /** As pg and psql take it: `postgres://systole@127.0.0.1:54320/systole`, with the password if there is one. */
  readonly url: string;
  /** Lets running statements finish, ends all connections (57P01), makes a checkpoint and closes the files. */
  stop: () => Promise<void>;
}

/** Each costs little, but nobody should be able to open them without end. */
const MOST_CONNECTIONS = 200;
/** How long running statements may take to end when the server is stopped; the engine cannot be interrupted gently. */
const STOP_GRACE_MS = 8_000;

/**
 * Opens the embedded TimescaleDB and serves it on a TCP port.
 * @throws {DirectoryInUseError} if another process has the data directory.
 * @throws {PortTakenError} if the port is in use.
 * @throws {ConfigurationError} if it should be reachable from other machines without a password.
 */
export async function startEmbeddedDatabase(settings: EmbeddedDatabaseSettings): Promise<EmbeddedDatabase> {
  const { host = '127.0.0.1', port, password, idleTransactionMs = 60_000, logger } = settings;
  if (password === undefined && !isLoopback(host)) {
    throw new ConfigurationError([
      `DATABASE_HOST: ${host} can be reached from other machines, which needs a DATABASE_PASSWORD`,
    ]);
  }

  await using opened = new AsyncDisposableStack();
  opened.use(lockDirectory(settings.dataDirectory));
  const { server, port: actualPort, early } = await listen(host, port);
  opened.defer(() => closeServer(server, early));

  const engine = new Engine(join(realpathSync(settings.dataDirectory), 'cluster'), logger);
  opened.defer(() => {
    engine.kill();
  });
  await engine.ready;
  const engineSettings = new EngineSettings(engine);
  await engineSettings.start();
  const shared: SharedByAll = {
    engine,
    turns: new Turns(),
    settings: engineSettings,
    notifications: new Notifications(),
    checkpoints: new Checkpoints(engine, engineSettings),
    idleTransactionMs,
    logger,
  };

  const connections = new Set<Connection>();
  let lastId = 0;
  const verifier = password === undefined ? undefined : createVerifier(password);
  const accept = (socket: Socket) => {
    if (connections.size >= MOST_CONNECTIONS) {
      socket.end(fatalError(SQLSTATE.tooManyConnections, 'sorry, too many clients already'));
      return;
    }
    lastId += 1;
    const connection = new Connection(lastId, socket, shared, verifier);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  };
  const endAll = (sqlState: string, text: string) => {
    for (const connection of connections) connection.end(sqlState, text);
  };
  engine.on('trap', (error) => {
    logger.error('the database engine trapped and is restarted', { error });
    engineSettings.engineReplaced();
    endAll(SQLSTATE.crashShutdown, `the embedded database is restarted after a crash: ${error.message}`);
  });

  server.removeAllListeners('connection').on('connection', accept);
  for (const socket of early.splice(0)) accept(socket);

  const rest = opened.move();
  const stop = async () => {
    const closed = closeServer(server);
    endAll(SQLSTATE.adminShutdown, 'terminating connection due to administrator command');
    const late = setTimeout(() => {
      logger.warn(
        'a statement does not end: the engine is stopped without a checkpoint, which the next start makes up for',
      );
      engine.kill();
    }, STOP_GRACE_MS);
    await shared.turns
      .take(async () => {
        await shared.checkpoints.checkpoint();
        await engine.close();
      })
      .catch((error: unknown) => {
        if (!(error instanceof EngineGoneError)) throw error;
      });
    clearTimeout(late);
    await closed;
    await rest.disposeAsync();
  };
  let stopping: Promise<void> | undefined;
  const credentials = password === undefined ? '' : `:${encodeURIComponent(password)}`;
  const reachable = isIP(host) === 6 ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host;
  return {
    port: actualPort,
    url: `postgres://systole${credentials}@${reachable}:${actualPort}/systole`,
    stop: () => (stopping ??= stop()),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Listens before the engine is opened: a taken port is known at once, and who comes early waits instead of being refused. */
async function listen(
  host: string,
  port: number,
): Promise<{ server: Server; port: number; early: Socket[] }> {
  const early: Socket[] = [];
  const server = createServer((socket) => early.push(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new PortTakenError({ host, port, portVariable: 'DATABASE_PORT' }) : error);
    });
    server.listen({ host, port }, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port, early };
}

/** Accepts nobody any more; resolves when the last one has gone. */
function closeServer(server: Server, early: readonly Socket[] = []): Promise<void> {
  for (const socket of early) socket.destroy();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
