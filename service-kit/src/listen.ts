import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

export interface ListenSettings {
  readonly host: string;
  readonly port: number;
  /** The variable that sets the port, for the message when it is taken. */
  readonly portVariable: string;
}

/** The port is in use. The message names the variable that chooses another. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';

  constructor({ host, port, portVariable }: ListenSettings) {
    super(
      `Port ${port} on ${host} is taken. Stop what uses it, or choose another port with ${portVariable}.`,
    );
  }
}

export interface Listening {
  readonly port: number;
  readonly url: string;
  /** Stops accepting, lets requests in flight finish, and ends what is left after `graceMs` (5 s by default). */
  close: (graceMs?: number) => Promise<void>;
}

/**
 * Serves an app over HTTP; port 0 takes a free one.
 * @throws {PortTakenError} if the port is in use.
 */
export async function listen(app: Pick<Hono, 'fetch'>, settings: ListenSettings): Promise<Listening> {
  const { host, port } = settings;
  const server = serve({ fetch: app.fetch, hostname: host, port }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(settings) : error);
    });
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return {
    port: actualPort,
    url: `http://${host}:${actualPort}`,
    close: async (graceMs = 5_000) => {
      const closed = new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
      server.closeIdleConnections();
      const force = setTimeout(() => {
        server.closeAllConnections();
      }, graceMs);
      await closed;
      clearTimeout(force);
    },
  };
}
