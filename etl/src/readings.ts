/**
 * Rows of one user for one dataset, in columns: millions of readings pass through here, and an object for each would
 * cost more than everything else that is done with it.
 */
export interface Readings {
  readonly userId: string;
  readonly length: number;
  /** Microseconds since 1970-01-01T00:00:00Z; only the first `length` count. */
  readonly timestamps: Float64Array;
  /** In the dataset's unit; NaN stands for NULL. */
  readonly values: Float64Array;
  /** For each attribute of the dataset, in its declared order: JSON text, or null. */
  readonly attributes: readonly (readonly (string | null)[])[];
}

/** Collects the readings of one user; grows as needed. */
export class ReadingsBuilder implements Readings {
  readonly userId: string;
  length = 0;
  timestamps: Float64Array;
  values: Float64Array;
  readonly attributes: (string | null)[][];

  constructor(userId: string, attributeCount = 0, capacity = 256) {
    this.userId = userId;
    this.timestamps = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
    this.attributes = Array.from({ length: attributeCount }, () => []);
  }

  add(timestamp: number, value: number): void {
    if (this.length === this.timestamps.length) this.#reserve(this.length + 1);
    this.timestamps[this.length] = timestamp;
    this.values[this.length] = value;
    this.length += 1;
  }

  addWithAttributes(timestamp: number, value: number, attributes: readonly (string | null)[]): void {
    this.add(timestamp, value);
    this.attributes.forEach((column, index) => column.push(attributes[index] ?? null));
  }

  append(other: Readings): void {
    this.#reserve(this.length + other.length);
    this.timestamps.set(other.timestamps.subarray(0, other.length), this.length);
    this.values.set(other.values.subarray(0, other.length), this.length);
    this.length += other.length;
    this.attributes.forEach((column, index) => column.push(...(other.attributes[index] ?? [])));
  }

  #reserve(rows: number): void {
    if (rows <= this.timestamps.length) return;
    const capacity = Math.max(rows, this.timestamps.length * 2);
    const timestamps = new Float64Array(capacity);
    timestamps.set(this.timestamps);
    this.timestamps = timestamps;
    const values = new Float64Array(capacity);
    values.set(this.values);
    this.values = values;
  }
}

/** The rows from `start` up to, not including, `end`. Shares memory with the original. */
export function sliceReadings(readings: Readings, start: number, end: number): Readings {
  return {
    userId: readings.userId,
    length: end - start,
    timestamps: readings.timestamps.subarray(start, end),
    values: readings.values.subarray(start, end),
    attributes: readings.attributes.map((column) => column.slice(start, end)),
  };
}

/**
 * The same readings in strictly ascending time. Of several with one timestamp the last delivered wins: a source
 * restates by sending again.
 */
export function inTimeOrder(readings: Readings): Readings {
  if (isStrictlyAscending(readings)) return readings;
  const { length, timestamps, values, attributes } = readings;
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i += 1) order[i] = i;
  // Typed arrays sort in place without a comparator's boxing; ties by position keep the last one last.
  order.sort((a, b) => (timestamps[a] ?? 0) - (timestamps[b] ?? 0) || a - b);
  const builder = new ReadingsBuilder(readings.userId, attributes.length, length);
  for (let i = 0; i < length; i += 1) {
    const row = order[i] ?? 0;
    const next = order[i + 1];
    if (next !== undefined && timestamps[next] === timestamps[row]) continue;
    builder.addWithAttributes(
      timestamps[row] ?? 0,
      values[row] ?? 0,
      attributes.map((column) => column[row] ?? null),
    );
  }
  return builder;
}

function isStrictlyAscending({ length, timestamps }: Readings): boolean {
  for (let i = 1; i < length; i += 1) {
    if ((timestamps[i] ?? 0) <= (timestamps[i - 1] ?? 0)) return false;
  }
  return true;
}
