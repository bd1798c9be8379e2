import type { Readings } from '../readings.ts';
import { BinaryCopyWriter } from './binary-copy-writer.ts';

/** Lays readings out as a binary COPY stream of the columns (timestamp, value, …attributes, user_id). */
export class BinaryCopyEncoder {
  readonly #writer = new BinaryCopyWriter();

  /** @returns the whole stream, valid until the next call */
  encode({ userId, length, timestamps, values, attributes }: Readings): Buffer {
    const writer = this.#writer;
    const columns = 3 + attributes.length;
    writer.clear();
    for (let row = 0; row < length; row += 1) {
      const value = values[row] ?? NaN;
      writer.beginRow(columns);
      writer.instant(timestamps[row] ?? 0);
      writer.number(Number.isNaN(value) ? null : value);
      for (const column of attributes) writer.json(column[row] ?? null);
      writer.text(userId);
    }
    return writer.stream();
  }
}
