import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describeError, type Logger } from '@systole/service-kit';
import { MessageSplitter } from '../protocol/message-splitter.ts';
import { copyFail, errorFields, joined, query, rowValues, typeOf } from '../protocol/messages.ts';
import { COUNTER, type EngineWorkerSettings, type FromEngine, type ToEngine } from './worker-channel.ts';

/** The engine ended in the middle of something, or is closed; what was committed is intact. */
export class EngineGoneError extends Error {
  override readonly name = 'EngineGoneError';
}

/** The engine answered one of the server's own statements with an error. */
export class EngineQueryError extends Error {
  override readonly name = 'EngineQueryError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What happens while input is processed. */
export interface EngineRun {
  /** Output for the client. The engine goes on only while not too much of it is outstanding: call `taken` when it is gone. */
  onOutput: (bytes: Buffer, taken: () => void) => void;
  /** A COPY FROM STDIN waits: give it more with {@link Engine.feed}. */
  onStarved: () => void;
}

type State = 'starting' | 'running' | 'closed';

/**
 * The database engine in its thread. It does one thing at a time: whoever calls `run` or `query` has the turn (see
 * turns.ts). After a trap the thread is replaced, and `trap` is emitted at once.
 */
export class Engine extends EventEmitter<{ trap: [EngineGoneError] }> {
  readonly #directory: string;
  readonly #logger: Logger;
  readonly #counter = new Int32Array(new SharedArrayBuffer(8));
  #worker: Worker | undefined;
  #state: State = 'starting';
  #ready: Promise<void>;
  #current: (EngineRun & { resolve: () => void; reject: (error: Error) => void }) | undefined;
  /** Bytes of input since the start, for the checkpoints. */
  inputBytes = 0;
  /** How often it was used: a session whose own use was the last finds its unnamed statement as it left it. */
  runs = 0;

  constructor(directory: string, logger: Logger) {
    super();
    this.#directory = directory;
    this.#logger = logger;
    this.#ready = this.#start();
  }

  /** Resolves when the engine can be used. @throws if it cannot be opened. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /**
   * Processes protocol messages; resolves when all of them are processed. The memory of `input` goes to the engine.
   * @throws {EngineGoneError} if the engine ended meanwhile.
   */
  async run(input: Uint8Array<ArrayBuffer>, handlers: EngineRun): Promise<void> {
    while (this.#state === 'starting') await this.#ready;
    if (this.#state === 'closed') throw new EngineGoneError('the database engine is closed');
    this.runs += 1;
    return new Promise((resolve, reject) => {
      this.#current = { ...handlers, resolve, reject };
      this.feed(input);
    });
  }

  /** More input for what runs. */
  feed(input: Uint8Array<ArrayBuffer>): void {
    this.inputBytes += input.length;
    this.#tell({ input }, [input.buffer]);
  }

  /** Processes messages of the server itself, and collects the answers. */
  async execute(...messages: readonly Buffer[]): Promise<Buffer[]> {
    const answers: Buffer[] = [];
    const splitter = new MessageSplitter();
    await this.run(joined(messages), {
      onOutput: (bytes, taken) => {
        answers.push(...splitter.push(bytes));
        taken();
      },
      onStarved: () => {
        this.feed(joined([copyFail('the server has no input for a COPY')]));
      },
    });
    return answers;
  }

  /**
   * Runs a statement of the server itself, outside a transaction block.
   * @returns its rows, as text.
   * @throws {EngineQueryError} if the engine answers with an error.
   */
  async query(sql: string): Promise<(string | null)[][]> {
    const answers = await this.execute(query(sql));
    const error = answers.find((answer) => typeOf(answer) === 'E');
    if (error) {
      const fields = errorFields(error);
      throw new EngineQueryError(fields.get('C') ?? '', fields.get('M') ?? '');
    }
    return answers.filter((answer) => typeOf(answer) === 'D').map(rowValues);
  }

  /** Ends the engine; only when nothing runs. */
  async close(): Promise<void> {
    await this.#ready;
    this.#state = 'closed';
    const worker = this.#worker;
    if (!worker) return;
    const exited = once(worker, 'exit');
    this.#tell({ close: true });
    await exited;
  }

  /** Ends the engine whatever it does, as a crash would; what was committed is intact. */
  kill(): void {
    this.#state = 'closed';
    const interrupted = this.#current;
    this.#current = undefined;
    interrupted?.reject(new EngineGoneError('the database engine was stopped'));
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #tell(told: ToEngine, transfer: ArrayBuffer[] = []): void {
    this.#worker?.postMessage(told, transfer);
    // A thread that stands still in a COPY sees no events: it waits for this counter.
    Atomics.add(this.#counter, COUNTER.input, 1);
    Atomics.notify(this.#counter, COUNTER.input);
  }

  async #start(): Promise<void> {
    this.#counter.fill(0);
    const settings: EngineWorkerSettings = {
      directory: this.#directory,
      counters: this.#counter.buffer,
    };
    const worker = new Worker(new URL('engine-worker.ts', import.meta.url), { workerData: settings });
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      // A thread that was replaced has nothing to say any more.
      const ifCurrent = (act: () => void) => {
        if (this.#worker === worker) act();
      };
      worker.on('message', (news: FromEngine) => {
        ifCurrent(() => {
          if (news.kind === 'ready') resolve();
          else this.#hear(news);
        });
      });
      worker.on('error', (error: Error) => {
        reject(error);
        ifCurrent(() => {
          this.#trapped(describeError(error));
        });
      });
      worker.on('exit', (code) => {
        reject(new Error(`the engine's thread ended with code ${code} before it was ready`));
        ifCurrent(() => {
          this.#trapped(`its thread ended with code ${code}`);
        });
      });
    });
    if (this.#worker === worker) this.#state = 'running';
  }

  #hear(news: FromEngine): void {
    switch (news.kind) {
      case 'output': {
        const { bytes } = news;
        const { length } = bytes;
        this.#current?.onOutput(Buffer.from(bytes.buffer, bytes.byteOffset, length), () => {
          Atomics.sub(this.#counter, COUNTER.output, length);
          Atomics.notify(this.#counter, COUNTER.output);
        });
        return;
      }
      case 'starved':
        this.#current?.onStarved();
        return;
      case 'done': {
        const finished = this.#current;
        this.#current = undefined;
        finished?.resolve();
        return;
      }
      case 'trapped':
        this.#trapped(news.reason);
        return;
      case 'ready':
      case 'closed':
    }
  }

  #trapped(reason: string): void {
    if (this.#state !== 'running') return;
    const error = new EngineGoneError(`the database engine stopped: ${reason}`);
    // First: whoever is woken below must find an engine that is starting, not the dead one.
    this.#state = 'starting';
    this.#ready = this.#restart();
    const interrupted = this.#current;
    this.#current = undefined;
    this.emit('trap', error);
    interrupted?.reject(error);
  }

  async #restart(): Promise<void> {
    const began = Date.now();
    const dead = this.#worker;
    this.#worker = undefined;
    await dead?.terminate();
    for (let wait = 250; this.#state === 'starting'; wait = Math.min(wait * 2, 30_000)) {
      try {
        await this.#start();
        this.#logger.info('the database engine is back', { ms: Date.now() - began });
      } catch (error) {
        this.#logger.error('the database engine does not start, trying again', { error, inMs: wait });
        await delay(wait);
      }
    }
  }
}
