import type { Readings } from '../readings.ts';
import { SECOND } from '../time/instants.ts';

/** `PGCOPY\n\377\r\n\0`, flags, header extension (PostgreSQL documentation, COPY, "Binary Format"). */
const SIGNATURE = Buffer.from([
  0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
]);
const TRAILER = -1;
const NULL_LENGTH = -1;
const JSONB_VERSION = 1;
/** PostgreSQL counts microseconds from 2000-01-01. */
const POSTGRES_EPOCH = 946_684_800 * SECOND;
const TWO_TO_32 = 4_294_967_296;
const EPOCH_HIGH = Math.floor(POSTGRES_EPOCH / TWO_TO_32);
const EPOCH_LOW = POSTGRES_EPOCH - EPOCH_HIGH * TWO_TO_32;

/**
 * Lays readings out as a binary COPY stream of the columns (timestamp, value, …attributes, user_id). By hand, over one
 * reused buffer: this is the hot path of every load, and a general encoder costs several times as much.
 */
export class BinaryCopyEncoder {
  #buffer = Buffer.allocUnsafe(64 * 1_024);
  #view = viewOf(this.#buffer);

  /** @returns the whole stream, valid until the next call */
  encode({ userId, length, timestamps, values, attributes }: Readings): Buffer {
    const user = Buffer.from(userId, 'utf8');
    const json = attributes.map((column) =>
      column.map((text) => (text === null ? null : Buffer.from(text, 'utf8'))),
    );
    const fixed = 2 + (4 + 8) + (4 + 8) + (4 + user.length);
    const jsonBytes = json.flat().reduce((sum, text) => sum + 4 + (text ? 1 + text.length : 0), 0);
    this.#reserve(SIGNATURE.length + length * fixed + jsonBytes + 2);

    const view = this.#view;
    const buffer = this.#buffer;
    const columns = 3 + json.length;
    let at = SIGNATURE.copy(buffer);
    for (let row = 0; row < length; row += 1) {
      view.setInt16(at, columns);
      view.setInt32(at + 2, 8);
      // A bigint for each row would cost more than the rest of it. In halves every number is exact that a timestamp can
      // be; as a whole, one far in the past would not be, less the epoch.
      const microseconds = timestamps[row] ?? 0;
      const high = Math.floor(microseconds / TWO_TO_32);
      const low = microseconds - high * TWO_TO_32 - EPOCH_LOW;
      view.setInt32(at + 6, high - EPOCH_HIGH - (low < 0 ? 1 : 0));
      view.setUint32(at + 10, low < 0 ? low + TWO_TO_32 : low);
      at += 14;
      const value = values[row] ?? NaN;
      if (Number.isNaN(value)) {
        view.setInt32(at, NULL_LENGTH);
        at += 4;
      } else {
        view.setInt32(at, 8);
        view.setFloat64(at + 4, value);
        at += 12;
      }
      for (const column of json) {
        const text = column[row] ?? null;
        if (text === null) {
          view.setInt32(at, NULL_LENGTH);
          at += 4;
        } else {
          view.setInt32(at, text.length + 1);
          view.setUint8(at + 4, JSONB_VERSION);
          at += 5 + text.copy(buffer, at + 5);
        }
      }
      view.setInt32(at, user.length);
      at += 4 + user.copy(buffer, at + 4);
    }
    view.setInt16(at, TRAILER);
    return buffer.subarray(0, at + 2);
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#buffer.length) return;
    this.#buffer = Buffer.allocUnsafe(Math.max(bytes, this.#buffer.length * 2));
    this.#view = viewOf(this.#buffer);
  }
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
