import { createServer, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

export interface MisbehavingServer extends AsyncDisposable {
  readonly url: string;
  /** Paths with their searches, of all requests that have come. */
  readonly requests: readonly string[];
  /** What is done with requests from now on. */
  answer: (behaviour: Behaviour) => void;
}

/** A server that does what it is told, however bad. */
export async function startMisbehavingServer(): Promise<MisbehavingServer> {
  let behaviour: Behaviour = (_request, response) => response.end();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    behaviour(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
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
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
export const text =
  (body: string, status = 200): Behaviour =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  };
/** In the middle, as far as anything was sent. */
export const cutOff: Behaviour = (_request, response) => response.destroy();
/** Until the client has had enough. */
export const neverAnswer: Behaviour = () => undefined;

/** What the server at another URL does. */
export const passTo =
  (url: string): Behaviour =>
  (request, response) => {
    const passed = sendRequest(
      `${url}${request.url ?? ''}`,
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  };
