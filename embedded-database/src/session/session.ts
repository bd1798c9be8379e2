import type { Socket } from 'node:net';
import { describeError, type Logger } from '@systole/service-kit';
import type { Checkpoints } from '../checkpoints.ts';
import { EngineQueryError, EngineGoneError, type Engine } from '../engine/engine.ts';
import { OUTPUT_LIMIT } from '../engine/worker-channel.ts';
import { BackendScanner } from '../protocol/backend-scanner.ts';
import {
  copyFail,
  fatalError,
  HEADER,
  joined,
  parameterStatus,
  ProtocolViolation,
  query,
  readString,
  SQLSTATE,
  sync,
  typeOf,
} from '../protocol/messages.ts';
import type { Turns } from '../turns.ts';
import { Inbox, SilenceError } from './inbox.ts';
import { listenCommands, type Notifications } from './notifications.ts';
import type { EngineSettings, Settings } from './settings.ts';
import { StatementNames } from './statement-names.ts';

/** What all sessions of a server have in common. */
export interface SharedByAll {
  readonly engine: Engine;
  readonly turns: Turns;
  readonly settings: EngineSettings;
  readonly notifications: Notifications;
  readonly checkpoints: Checkpoints;
  readonly idleTransactionMs: number;
  readonly logger: Logger;
}

/** Tags of commands after which settings may be others. */
const MAY_CHANGE_SETTINGS = new Set(['SET', 'RESET', 'DISCARD ALL', 'DO', 'CALL']);

/** Texts that may change settings. */
const SETS = /(?:^|;)\s*(?:set|reset)\b|set_config/i;

/** How long a client that is sent away may leave what it was sent unread. */
const UNREAD_FAREWELL_MS = 5_000;

/** One connection after its start: takes turns at the engine until the client goes. */
export class Session {
  readonly id: number;
  readonly channels = new Set<string>();
  readonly inbox: Inbox;
  readonly #shared: SharedByAll;
  readonly #socket: Socket;
  readonly #names: StatementNames;
  #settings: Settings;
  #reported: Settings;
  /** Whether the engine's settings must be read when the transaction ends. */
  #settingsTouched: boolean;
  #listenTexts: string[] = [];
  /** ReadyForQuery's status when it was the last thing the engine said, otherwise `pipeline`: a Sync is still to come. */
  #status: 'I' | 'T' | 'E' | 'pipeline' = 'I';
  /** `engine.runs` when this session last used it. */
  #lastRun = -1;
  /** Said to the client at the end, when it is the server that ends the session. */
  #farewell: Buffer | undefined;

  constructor(id: number, socket: Socket, shared: SharedByAll, startSettings: Settings) {
    this.id = id;
    this.#socket = socket;
    this.#shared = shared;
    this.#names = new StatementNames(id);
    this.#settings = shared.settings.withBaseline(startSettings);
    this.#reported = shared.settings.reportedFor(this.#settings);
    this.#settingsTouched = startSettings.size > 0;
    this.inbox = new Inbox(() => {
      if (socket.isPaused() && !this.inbox.full) socket.resume();
    });
    shared.notifications.add(this);
    // The engine stands still while a client is far behind with reading, so it may not be so for ever.
    socket.setTimeout(shared.idleTransactionMs, () => {
      if (socket.writableLength > 0) socket.destroy();
    });
  }

  get reported(): Settings {
    return this.#reported;
  }

  /** Serves the client until it goes. Never rejects: what goes wrong ends this session alone. */
  async serve(): Promise<void> {
    try {
      for (let unit = await this.inbox.nextUnit(); unit; unit = await this.inbox.nextUnit()) {
        const first = unit;
        await this.#shared.turns.take(async () => {
          if (!this.#farewell) await this.#transaction(first);
        });
      }
    } catch (error) {
      this.#farewell ??= this.#farewellFor(error);
    }
    if (this.#farewell && this.#socket.writable) this.#socket.write(this.#farewell);
    this.#socket.destroySoon();
    await this.#leave();
  }

  /** Ends the session from the server's side, after the statement that it may be running. */
  end(sqlState: string, text: string): void {
    this.#farewell ??= fatalError(sqlState, text);
    this.inbox.end({ abandon: true });
    this.#socket.setTimeout(Math.min(this.#shared.idleTransactionMs, UNREAD_FAREWELL_MS));
  }

  /** Sends what the client did not ask for. One that never reads it is left alone in the end, for the sake of memory. */
  send(message: Buffer): void {
    if (!this.#socket.writable) return;
    if (this.#socket.writableLength > OUTPUT_LIMIT) this.#socket.destroy();
    else this.#socket.write(message);
  }

  /** From the first message of a transaction to its end, with the turn in hand. */
  async #transaction(first: Buffer[]): Promise<void> {
    const { settings, idleTransactionMs } = this.#shared;
    await settings.apply(this.#settings);
    let unit: Buffer[] | undefined = first;
    try {
      while (unit) {
        await this.#execute(unit);
        if (this.#status === 'I') {
          await this.#afterTransaction();
          return;
        }
        unit = await this.inbox.nextUnit(idleTransactionMs);
      }
    } catch (error) {
      if (error instanceof EngineGoneError) throw error;
      await this.#rollBack();
      throw error;
    }
    // The client went away in the middle.
    await this.#rollBack();
  }

  /** Whatever was open is open no more, for the sake of the next one. */
  async #rollBack(): Promise<void> {
    // Sync first: it ends a pipeline, and after an error in one the engine ignores everything else.
    await this.#shared.engine.execute(sync(), query('ROLLBACK'));
    await this.#shared.settings.snapshot();
  }

  async #execute(unit: Buffer[]): Promise<void> {
    const { engine } = this.#shared;
    const { messages, texts, reparsed } = this.#names.rewrite(unit, this.#lastRun === engine.runs);
    this.#noteSettings(unit, texts);
    let swallowParseComplete = reparsed;
    const scanner = new BackendScanner((message) => {
      const type = typeOf(message);
      if (type === 'A') {
        this.#shared.notifications.deliver(message, this.id);
        return false;
      }
      this.#status =
        type === 'Z' ? (String.fromCharCode(message[HEADER] ?? 0) as 'I' | 'T' | 'E') : 'pipeline';
      if (type === 'C') this.#completed(readString(message, HEADER).text, texts);
      if (type === '1' && swallowParseComplete) {
        swallowParseComplete = false;
        return false;
      }
      return true;
    });

    let failure: unknown;
    let over = false;
    const feed = (more: readonly Buffer[]) => {
      // If the engine trapped meanwhile, its successor must not get this.
      if (!over) engine.feed(joined(more));
    };
    try {
      await engine.run(joined(messages), {
        onOutput: (bytes, taken) => {
          this.#deliver(scanner.push(bytes), taken);
        },
        onStarved: () => {
          this.#nextCopyInput().then(feed, (error: unknown) => {
            failure = error;
            feed([copyFail('the connection is ended'), sync()]);
          });
        },
      });
    } finally {
      over = true;
    }
    this.#lastRun = engine.runs;
    if (failure instanceof Error) throw failure;
  }

  #noteSettings(unit: readonly Buffer[], texts: readonly string[]): void {
    for (const text of texts) {
      if (!SETS.test(text)) continue;
      this.#shared.settings.noteCustomNames(text);
      if (!/set_config/i.test(text)) continue;
      this.#settingsTouched = true;
      // The name may be a parameter.
      for (const bound of unit) {
        if (typeOf(bound) === 'B') this.#shared.settings.noteCustomNames(bound.toString('latin1', HEADER));
      }
    }
  }

  async #nextCopyInput(): Promise<Buffer[]> {
    const more = await this.inbox.nextCopyInput(this.#shared.idleTransactionMs);
    return more ?? [copyFail('the client went away'), sync()];
  }

  /** Sends output on; its memory counts as taken when the operating system has it, or nobody wants it any more. */
  #deliver(parts: readonly Buffer[], taken: () => void): void {
    const last = parts.at(-1);
    if (!last || !this.#socket.writable) {
      taken();
      return;
    }
    this.#socket.cork();
    for (const part of parts) this.#socket.write(part, part === last ? taken : undefined);
    this.#socket.uncork();
  }

  #completed(tag: string, texts: readonly string[]): void {
    if (MAY_CHANGE_SETTINGS.has(tag)) this.#settingsTouched = true;
    if (tag === 'LISTEN' || tag === 'UNLISTEN') {
      for (const text of texts) if (!this.#listenTexts.includes(text)) this.#listenTexts.push(text);
    }
  }

  async #afterTransaction(): Promise<void> {
    const { engine, settings, notifications, checkpoints } = this.#shared;
    if (this.#listenTexts.length > 0) {
      const commands = this.#listenTexts.flatMap(listenCommands);
      this.#listenTexts = [];
      await notifications.apply(this, commands, engine);
    }
    if (this.#settingsTouched) {
      this.#settingsTouched = false;
      this.#settings = settings.withBaseline(await settings.snapshot());
      const reported = settings.reportedFor(this.#settings);
      for (const [name, value] of reported) {
        if (this.#reported.get(name) !== value) this.send(parameterStatus(name, value));
      }
      this.#reported = reported;
    }
    await checkpoints.afterTransaction();
  }

  /** Why the session ends, for the client. */
  #farewellFor(error: unknown): Buffer | undefined {
    if (error instanceof SilenceError) {
      return fatalError(
        SQLSTATE.idleInTransaction,
        'terminating connection due to idle-in-transaction timeout',
      );
    }
    if (error instanceof ProtocolViolation) return fatalError(SQLSTATE.protocolViolation, error.message);
    if (error instanceof EngineQueryError) return fatalError(error.code, error.message);
    // Whoever noticed that the engine is gone has said so to all.
    if (error instanceof EngineGoneError) return undefined;
    this.#shared.logger.error('a session failed', { error });
    return fatalError(SQLSTATE.internalError, describeError(error));
  }

  /** Leaves nothing of this session behind in the engine. */
  async #leave(): Promise<void> {
    const { engine, turns, notifications } = this.#shared;
    const statements = this.#names.closeAll();
    const hears = notifications.remove(this);
    if (statements.length === 0 && !hears) return;
    try {
      await turns.take(async () => {
        if (statements.length > 0) await engine.execute(...statements, sync());
        if (hears) await notifications.resubscribe(engine);
      });
    } catch (error) {
      // An engine that is gone has left nothing behind either.
      if (!(error instanceof EngineGoneError))
        this.#shared.logger.error('a session could not be cleared', { error });
    }
  }
}
