import type { Dataset } from '@systole/catalog';
import { DAY } from '../time/instants.ts';
import type { Rule } from './reject.ts';

/** A rule that a value breaks, with the sentence for people. */
export interface Breach {
  readonly rule: Rule;
  readonly message: string;
}

/** The rules every reading of a dataset must keep, whatever its source. Pure: `now` is given. */
export class ReadingRules {
  /** Microseconds since the epoch; a reading later than this lies in the future. */
  readonly latest: number;
  readonly #greaterThan: number;
  readonly #atMost: number;
  readonly #unit: string;

  constructor(dataset: Dataset, now: Date) {
    this.latest = now.getTime() * 1_000 + DAY;
    this.#greaterThan = dataset.value.validRange.greaterThan;
    this.#atMost = dataset.value.validRange.atMost;
    this.#unit = dataset.value.unit;
  }

  /** The hot path: true where {@link breach} would find nothing. */
  accepts(timestamp: number, value: number): boolean {
    return timestamp <= this.latest && value > this.#greaterThan && value <= this.#atMost;
  }

  breach(timestamp: number, value: number): Breach | undefined {
    if (Number.isNaN(value)) return { rule: 'value-not-a-number', message: 'the value is not a number' };
    if (value <= this.#greaterThan || value > this.#atMost) {
      return {
        rule: 'value-out-of-range',
        message: `${value} ${this.#unit} is not greater than ${this.#greaterThan} and at most ${this.#atMost}`,
      };
    }
    return this.timestampBreach(timestamp);
  }

  /** For rows that may have no value. */
  timestampBreach(timestamp: number): Breach | undefined {
    if (timestamp <= this.latest) return undefined;
    return { rule: 'timestamp-in-future', message: 'the timestamp lies more than a day ahead' };
  }
}

/** A decimal number and nothing else: `Number` would take '', ' ', '0x10' and 'Infinity'. */
export function parseDecimal(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : NaN;
}
