import { ProtocolViolation, typeOf } from '../protocol/messages.ts';

/** After these the client waits for an answer: so far, its messages are one piece of work for the engine. */
const ENDS_UNIT = new Set(['Q', 'S', 'H', 'F']);
const COPY_INPUT = new Set(['d', 'c', 'f']);
/** Clients may send Flush and Sync without noticing that their statement was a COPY; the engine then ignores them. */
const ALLOWED_IN_COPY = new Set([...COPY_INPUT, 'S', 'H']);

/** A pipeline without Sync goes to the engine in pieces of this size; more than this waiting pauses the socket. */
const LARGE = 1024 * 1024;

/** Nothing came within the time allowed. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/** What a client has sent and the engine has not yet taken. */
export class Inbox {
  #messages: Buffer[] = [];
  #bytes = 0;
  #ended = false;
  #arrived: (() => void) | undefined;
  readonly #onRoom: () => void;

  /** @param onRoom is called when messages were taken, so that a paused socket can go on. */
  constructor(onRoom: () => void) {
    this.#onRoom = onRoom;
  }

  /** Whether so much waits here that the socket should be paused. */
  get full(): boolean {
    return this.#bytes >= LARGE;
  }

  push(message: Buffer): void {
    this.#messages.push(message);
    this.#bytes += message.length;
    this.#arrived?.();
  }

  /** No more will come. What is there is still worked on, unless `abandon`: then nobody is there to hear of it. */
  end({ abandon }: { abandon: boolean }): void {
    this.#ended = true;
    if (abandon) this.#take(this.#messages.length);
    this.#arrived?.();
  }

  /**
   * The next piece of work: up to a message after which the client waits. `undefined` when the client has ended.
   * @throws {SilenceError} if the client sends nothing for `patienceMs`.
   */
  async nextUnit(patienceMs?: number): Promise<Buffer[] | undefined> {
    for (;;) {
      // Rows that the client was still sending when its COPY failed are to be ignored.
      const late = this.#messages.findIndex((message) => !COPY_INPUT.has(typeOf(message)));
      if (late !== 0) this.#take(late < 0 ? this.#messages.length : late);

      const end = this.#messages.findIndex((message) => ENDS_UNIT.has(typeOf(message)));
      if (end >= 0) return this.#take(end + 1);
      if (this.full) return this.#take(this.#messages.length);
      if (this.#ended) return undefined;
      await this.#arrival(patienceMs);
    }
  }

  /**
   * Input for a COPY FROM STDIN that waits, at most up to its end. `undefined` when the client has ended.
   * @throws {SilenceError} if the client sends nothing for `patienceMs`.
   * @throws {ProtocolViolation} if something else comes: the engine would trap at it.
   */
  async nextCopyInput(patienceMs: number): Promise<Buffer[] | undefined> {
    while (this.#messages.length === 0) {
      if (this.#ended) return undefined;
      await this.#arrival(patienceMs);
    }
    const end = this.#messages.findIndex((message) => !['d', 'H', 'S'].includes(typeOf(message)));
    if (end < 0) return this.#take(this.#messages.length);
    const type = typeOf(this.#messages[end] ?? Buffer.alloc(1));
    if (ALLOWED_IN_COPY.has(type)) return this.#take(end + 1);
    if (end > 0) return this.#take(end);
    throw new ProtocolViolation(`unexpected message type "${type}" during COPY from stdin`);
  }

  #take(count: number): Buffer[] {
    const taken = this.#messages.splice(0, count);
    this.#bytes -= taken.reduce((sum, { length }) => sum + length, 0);
    if (count > 0) this.#onRoom();
    return taken;
  }

  async #arrival(patienceMs: number | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      this.#arrived = resolve;
      if (patienceMs === undefined) return;
      timer = setTimeout(() => {
        reject(new SilenceError('the client was silent for too long'));
      }, patienceMs);
    }).finally(() => {
      clearTimeout(timer);
      this.#arrived = undefined;
    });
  }
}
