import type { ServerFeatures } from '@systole/service-kit';
import { InFlight } from './in-flight.ts';
import type { BaseLoader } from './loaders/base-loader.ts';
import type { LoadBatch, LoadOutcome } from './loaders/load-batch.ts';
import type { Reject } from './quality/reject.ts';
import { sliceReadings, type Readings } from './readings.ts';

/**
 * Rows of one transaction. The embedded database has one backend for everybody: there a transaction of 5,000 rows
 * keeps the API's median below 0.1 s, one of 50,000 makes it a second.
 */
export function standardBatchSize({ embedded }: ServerFeatures): number {
  return embedded ? 5_000 : 50_000;
}

/** What is to be loaded at once: rows of one user, and those of the same piece of the source that were not taken. */
export interface Delivery {
  readonly readings: Readings;
  readonly rejects: readonly Reject[];
  /** Rows of this user that the source has up to the end of this delivery; 0 where the source is no file. */
  readonly sourcePosition: number;
}

/** One on its way to the server and one that is prepared meanwhile; more would only take memory. */
export const BATCHES_AT_ONCE = 2;

/** Loads deliveries for one run in batches of about `batchSize` rows. Disposing of it waits for what is on its way. */
export class BatchLoading implements AsyncDisposable {
  readonly #loader: BaseLoader;
  readonly #runId: number;
  readonly #batchSize: number;
  readonly #onBatch: (outcome: LoadOutcome) => void;
  readonly #progress = new Map<string, { sequence: number; sourcePosition: number }>();
  readonly #inFlight = new InFlight(BATCHES_AT_ONCE);

  constructor(loader: BaseLoader, runId: number, batchSize: number, onBatch: (outcome: LoadOutcome) => void) {
    this.#loader = loader;
    this.#runId = runId;
    this.#batchSize = batchSize;
    this.#onBatch = onBatch;
  }

  /**
   * Resolves once the delivery is on its way: more can be prepared meanwhile. {@link finish} tells when all is loaded.
   * @throws what an earlier batch failed with
   */
  async load({ readings, rejects, sourcePosition }: Delivery, signal?: AbortSignal): Promise<void> {
    const before = this.#progress.get(readings.userId) ?? { sequence: 0, sourcePosition: 0 };
    // Equal parts, so that a delivery slightly over the size does not leave a tiny last batch.
    const parts = Math.max(1, Math.round(readings.length / this.#batchSize));
    const size = Math.ceil(readings.length / parts);
    for (let part = 0; part < parts; part += 1) {
      await this.#inFlight.room();
      signal?.throwIfAborted();
      const isLast = part === parts - 1;
      this.#send({
        runId: this.#runId,
        sequence: before.sequence + part + 1,
        readings: sliceReadings(readings, part * size, Math.min((part + 1) * size, readings.length)),
        rejects: part === 0 ? rejects : [],
        // Only with the last part is everything up to there loaded.
        sourcePosition: isLast ? sourcePosition : before.sourcePosition,
      });
    }
    this.#progress.set(readings.userId, { sequence: before.sequence + parts, sourcePosition });
  }

  /**
   * Waits for all that is on its way.
   * @throws what a batch failed with
   */
  async finish(): Promise<void> {
    await this.#inFlight.finish();
  }

  /** However a run ends, no batch is committed after it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inFlight[Symbol.asyncDispose]();
  }

  #send(batch: LoadBatch): void {
    this.#inFlight.add(
      this.#loader.load(batch).then((outcome) => {
        if (outcome) this.#onBatch(outcome);
      }),
    );
  }
}
