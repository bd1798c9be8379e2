import type { Engine } from './engine/engine.ts';
import type { EngineSettings } from './session/settings.ts';

/** Bytes of input after which a checkpoint is due. */
const INPUT = 64 * 1024 * 1024;
/** Bytes of write-ahead log after which one is due: statements such as INSERT … SELECT write much and read little. */
const LOG = 256 * 1024 * 1024;
/** How often the length of the log is asked for, at most. */
const LOOK_EVERY_MS = 5_000;

/** The engine never checkpoints by itself: 10 million rows left 2.3 GB of log, all of it to be replayed after a crash. */
export class Checkpoints {
  readonly #engine: Engine;
  readonly #settings: EngineSettings;
  #inputAtLast = 0;
  #logAtLast: number | undefined;
  #lookedAt = Date.now();

  constructor(engine: Engine, settings: EngineSettings) {
    this.#engine = engine;
    this.#settings = settings;
  }

  /** Makes a checkpoint if one is due; to be called by whoever has the turn, outside a transaction. */
  async afterTransaction(): Promise<void> {
    if (await this.#due()) await this.checkpoint();
  }

  async checkpoint(): Promise<void> {
    // The session before may have taken a role that must not do this.
    await this.#settings.applyBaseline();
    await this.#engine.query('CHECKPOINT');
    this.#inputAtLast = this.#engine.inputBytes;
    this.#logAtLast = await this.#logPosition();
  }

  async #due(): Promise<boolean> {
    if (this.#engine.inputBytes - this.#inputAtLast >= INPUT) return true;
    if (Date.now() - this.#lookedAt < LOOK_EVERY_MS) return false;
    this.#lookedAt = Date.now();
    const position = await this.#logPosition();
    this.#logAtLast ??= position;
    return position - this.#logAtLast >= LOG;
  }

  async #logPosition(): Promise<number> {
    const [row] = await this.#engine.query(
      "SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')",
    );
    return Number(row?.[0]);
  }
}
