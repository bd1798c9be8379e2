import { DAY } from '../../time/instants.ts';

const MILLISECONDS_A_DAY = DAY / 1_000;
const SECONDS_A_DAY = 86_400;
/** 9999-12-31 */
const LAST_SERIAL = 2_958_465;

/** From when a workbook counts days: 1900, or on a Macintosh of old, 1904. */
export type DateSystem = 1900 | 1904;

/**
 * Excel's number of a day → `2025-12-01`, or with a fraction `2025-12-01T10:30:00`.
 * @returns undefined for a number that is no day from 1900-01-01 to 9999-12-31
 */
export function fromSerial(serial: number, system: DateSystem = 1900): string | undefined {
  const seconds = Math.round((serial - Math.floor(serial)) * SECONDS_A_DAY);
  const day = Math.floor(serial) + (seconds === SECONDS_A_DAY ? 1 : 0);
  const since1900 = system === 1904 ? day + 1_462 : day;
  // Excel holds 1900 for a leap year, so there is a day 60 that never was.
  if (!(since1900 >= 1 && since1900 <= LAST_SERIAL) || since1900 === 60) return undefined;
  const date = new Date(Date.UTC(1899, 11, since1900 < 60 ? 31 : 30) + since1900 * MILLISECONDS_A_DAY);
  const written = date.toISOString().slice(0, 10);
  if (seconds % SECONDS_A_DAY === 0) return written;
  return `${written}T${new Date(seconds * 1_000).toISOString().slice(11, 19)}`;
}
