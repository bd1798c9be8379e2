import { SECOND } from '../time/instants.ts';

/** `PGCOPY\n\377\r\n\0`, flags, header extension (PostgreSQL documentation, COPY, "Binary Format"). */
const SIGNATURE = Buffer.from([
  0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
]);
const TRAILER = -1;
const NULL_LENGTH = -1;
const JSONB_VERSION = 1;
const TWO_TO_32 = 4_294_967_296;
/** PostgreSQL counts microseconds from 2000-01-01. */
const POSTGRES_EPOCH = 946_684_800 * SECOND;
const EPOCH_HIGH = Math.floor(POSTGRES_EPOCH / TWO_TO_32);
const EPOCH_LOW = POSTGRES_EPOCH - EPOCH_HIGH * TWO_TO_32;
/** A character of UTF-16 takes no more in UTF-8. */
const MOST_BYTES_OF_CHARACTER = 3;

/**
 * Lays rows out as a binary COPY stream, field by field in the order of the columns, over a buffer that grows as needed
 * and is used again after {@link clear}. By hand: this is the hot path of every load, and a general encoder costs several
 * times as much. A reading takes some seventy bytes here, and as an object several hundred.
 */
export class BinaryCopyWriter {
  #buffer = Buffer.allocUnsafe(64 * 1_024);
  #view = viewOf(this.#buffer);
  #at = SIGNATURE.copy(this.#buffer);
  #rows = 0;

  /** Rows begun so far. */
  get rows(): number {
    return this.#rows;
  }

  beginRow(columns: number): void {
    this.#reserve(2);
    this.#view.setInt16(this.#at, columns);
    this.#at += 2;
    this.#rows += 1;
  }

  /** `bigint`, of a safe integer. */
  integer(value: number): void {
    this.#reserve(12);
    const high = Math.floor(value / TWO_TO_32);
    this.#view.setInt32(this.#at, 8);
    this.#view.setInt32(this.#at + 4, high);
    this.#view.setUint32(this.#at + 8, value - high * TWO_TO_32);
    this.#at += 12;
  }

  /** `timestamptz`, from microseconds since 1970-01-01T00:00:00Z. */
  instant(microseconds: number): void {
    this.#reserve(12);
    // A bigint for each would cost more than the rest of it. In halves every number is exact that a timestamp can be; as a
    // whole, one far in the past would not be, less the epoch.
    const high = Math.floor(microseconds / TWO_TO_32);
    const low = microseconds - high * TWO_TO_32 - EPOCH_LOW;
    this.#view.setInt32(this.#at, 8);
    this.#view.setInt32(this.#at + 4, high - EPOCH_HIGH - (low < 0 ? 1 : 0));
    this.#view.setUint32(this.#at + 8, low < 0 ? low + TWO_TO_32 : low);
    this.#at += 12;
  }

  /** `double precision` */
  number(value: number | null): void {
    this.#reserve(12);
    if (value === null) {
      this.#view.setInt32(this.#at, NULL_LENGTH);
      this.#at += 4;
      return;
    }
    this.#view.setInt32(this.#at, 8);
    this.#view.setFloat64(this.#at + 4, value);
    this.#at += 12;
  }

  boolean(value: boolean): void {
    this.#reserve(5);
    this.#view.setInt32(this.#at, 1);
    this.#view.setUint8(this.#at + 4, value ? 1 : 0);
    this.#at += 5;
  }

  /** `text`, without the character NUL. */
  text(value: string): void {
    this.#reserve(4 + value.length * MOST_BYTES_OF_CHARACTER);
    const length = this.#buffer.write(value, this.#at + 4);
    this.#view.setInt32(this.#at, length);
    this.#at += 4 + length;
  }

  /** `jsonb`, from JSON text. */
  json(value: string | null): void {
    this.#reserve(5 + (value?.length ?? 0) * MOST_BYTES_OF_CHARACTER);
    if (value === null) {
      this.#view.setInt32(this.#at, NULL_LENGTH);
      this.#at += 4;
      return;
    }
    const length = this.#buffer.write(value, this.#at + 5);
    this.#view.setInt32(this.#at, 1 + length);
    this.#view.setUint8(this.#at + 4, JSONB_VERSION);
    this.#at += 5 + length;
  }

  /** @returns the whole stream of the rows so far, valid until more is written */
  stream(): Buffer {
    this.#reserve(2);
    this.#view.setInt16(this.#at, TRAILER);
    return this.#buffer.subarray(0, this.#at + 2);
  }

  clear(): void {
    this.#at = SIGNATURE.length;
    this.#rows = 0;
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
    this.#view = viewOf(larger);
  }
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
