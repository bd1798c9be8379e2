import type { Dataset } from '@systole/catalog';
import type { Delivery } from '../batches.ts';
import type { Reject } from '../quality/reject.ts';
import { ReadingsBuilder } from '../readings.ts';
import type { UserPart } from './inspection.ts';

/** 16 bytes each: a file sorted by time, of a thousand people, fills many small heaps at once. */
const MOST_ROWS_HELD = 1_000_000;

interface Pending {
  readings: ReadingsBuilder;
  rejects: Reject[];
  sourcePosition: number;
}

/** Rows read from a file and not loaded yet, by user: a file may be sorted by person or by time. */
export class PendingRows {
  /** Readings held, of all users. */
  #rows = 0;
  readonly #dataset: Dataset;
  readonly #renamed: string | undefined;
  readonly #users = new Map<string, Pending>();

  /** @param renamed the user all rows belong to, whatever the file says */
  constructor(dataset: Dataset, renamed: string | undefined) {
    this.#dataset = dataset;
    this.#renamed = renamed;
  }

  /**
   * Takes a user's part of a piece of the file, unless all of it was loaded before. A piece of which only some was
   * loaded is taken whole: loading rows twice changes nothing.
   * @param loadedBefore rows of this user, from the file's beginning, that are loaded already
   */
  add({ userId: named, readings, rejects }: UserPart, loadedBefore: number): void {
    const userId = this.#renamed ?? named;
    let pending = this.#users.get(userId);
    if (!pending)
      this.#users.set(
        userId,
        (pending = { readings: this.#builder(userId, undefined), rejects: [], sourcePosition: 0 }),
      );
    pending.sourcePosition += (readings?.length ?? 0) + rejects.length;
    if (pending.sourcePosition <= loadedBefore) return;
    if (readings) {
      pending.readings.append(readings);
      this.#rows += readings.length;
    }
    pending.rejects.push(...rejects.map((reject) => ({ ...reject, userId })));
  }

  /**
   * Hands out all rows of the user who has most, if those fill a batch or too many rows are held in all.
   * @returns undefined where neither is so, or nothing is held
   */
  takeFull(batchSize: number): Delivery | undefined {
    let largest: [string, Pending] | undefined;
    for (const entry of this.#users) {
      if (sizeOf(entry[1]) > (largest ? sizeOf(largest[1]) : 0)) largest = entry;
    }
    if (!largest || (sizeOf(largest[1]) < batchSize && this.#rows < MOST_ROWS_HELD)) return undefined;
    const [userId, pending] = largest;
    const delivery = { ...pending };
    this.#rows -= pending.readings.length;
    // As many will come again: arrays that grow are mostly garbage.
    pending.readings = this.#builder(userId, delivery.readings.length);
    pending.rejects = [];
    return delivery;
  }

  #builder(userId: string, capacity: number | undefined): ReadingsBuilder {
    return new ReadingsBuilder(userId, this.#dataset.attributes.length, capacity);
  }
}

function sizeOf({ readings, rejects }: Pending): number {
  return readings.length + rejects.length;
}
