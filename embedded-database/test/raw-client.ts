import { once } from 'node:events';
import type { Socket } from 'node:net';
import { MessageSplitter } from '../src/protocol/message-splitter.ts';
import {
  errorFields,
  HEADER,
  int32,
  message,
  rowValues,
  typeOf,
  zeroTerminated,
} from '../src/protocol/messages.ts';
import { startupPacket } from '../src/protocol/startup.ts';

/** A client that sends exactly the messages a test wants, which no driver would. */
export class RawClient {
  readonly socket: Socket;
  readonly #splitter = new MessageSplitter();
  readonly #received: Buffer[] = [];
  #closed = false;
  #news: (() => void) | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.#received.push(...this.#splitter.push(chunk));
      this.#news?.();
    });
    socket.on('close', () => {
      this.#closed = true;
      this.#news?.();
    });
  }

  /** Connects without a password. */
  static async start(socket: Socket, parameters: Readonly<Record<string, string>> = {}): Promise<RawClient> {
    const client = new RawClient(socket);
    if (socket.connecting) await once(socket, 'connect');
    client.send(startupPacket({ user: 'systole', ...parameters }));
    await client.until('Z');
    return client;
  }

  send(...messages: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(messages));
  }

  /** Everything up to and including a message of this type. @throws {Error} if the server closes the connection before. */
  async until(type: string): Promise<Buffer[]> {
    for (;;) {
      const found = this.#received.findIndex((received) => typeOf(received) === type);
      if (found >= 0) return this.#received.splice(0, found + 1);
      if (this.#closed)
        throw new Error(`closed before ${type}, after ${this.#received.map(typeOf).join('')}`);
      await new Promise<void>((resolve) => (this.#news = resolve));
    }
  }

  /** Waits for the end of the connection; resolves to everything that came before. */
  async closed(): Promise<Buffer[]> {
    while (!this.#closed) await new Promise<void>((resolve) => (this.#news = resolve));
    return this.#received;
  }
}

export const types = (messages: readonly Buffer[]) => messages.map(typeOf).join('');

export const rows = (messages: readonly Buffer[]) =>
  messages.filter((received) => typeOf(received) === 'D').map(rowValues);

export const sqlStates = (messages: readonly Buffer[]) =>
  messages.filter((received) => typeOf(received) === 'E').map((received) => errorFields(received).get('C'));

/** The status of the last ReadyForQuery. */
export const status = (messages: readonly Buffer[]) => {
  const ready = messages.findLast((received) => typeOf(received) === 'Z');
  return ready && String.fromCharCode(ready[HEADER] ?? 0);
};

const NONE = Buffer.alloc(2);

export const parse = (sql: string, name = '') =>
  message('P', zeroTerminated(name), zeroTerminated(sql), NONE);
export const bind = (name = '') => message('B', zeroTerminated(''), zeroTerminated(name), NONE, NONE, NONE);
export const execute = () => message('E', zeroTerminated(''), int32(0));
export const flush = () => message('H');
export const copyData = (text: string) => message('d', Buffer.from(text));
export const copyDone = () => message('c');
