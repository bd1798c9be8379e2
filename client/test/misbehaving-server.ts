import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Behaviour = (response: ServerResponse) => void;

export interface MisbehavingServer extends AsyncDisposable {
  readonly url: string;
  /** How many requests have come. */
  readonly requests: () => number;
  /** What is done with requests from now on. */
  answer: (behaviour: Behaviour) => void;
}

/** A server that does what it is told, however bad. */
export async function startMisbehavingServer(): Promise<MisbehavingServer> {
  let behaviour: Behaviour = (response) => response.end();
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    behaviour(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    answer: (next) => {
      behaviour = next;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
export const text =
  (body: string, status = 200): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  };
export const cutOff: Behaviour = (response) => response.destroy();
