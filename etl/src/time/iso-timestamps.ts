import { parseInstant } from './instants.ts';
import type { LocalClock } from './local-clock.ts';

/** Date and time as ISO 8601 allows them to be written in full; seconds, fraction and offset may be missing. */
const ISO_8601 =
  /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:(Z)|([+-]\d\d)(?::?(\d\d))?)?$/i;

/**
 * Microseconds since 1970-01-01T00:00:00Z of an ISO 8601 timestamp; one without offset is a wall clock's.
 * @returns undefined where the text is no such timestamp or names no real time
 */
export function parseIsoTimestamp(text: string, clock: LocalClock): number | undefined {
  // As nearly all are written, and read in a third of the time.
  const whole = parseInstant(text);
  if (whole !== undefined) return whole;
  const match = ISO_8601.exec(text);
  if (!match) return undefined;
  const [, date = '', time = '', seconds = '00', fraction = '0', utc, offsetHours, offsetMinutes = '00'] =
    match;
  const wall = `${date}T${time}:${seconds}.${fraction}`;
  if (offsetHours !== undefined) return parseInstant(`${wall}${offsetHours}:${offsetMinutes}`);
  const instant = parseInstant(`${wall}Z`);
  return instant === undefined || utc !== undefined ? instant : clock.toInstant(instant);
}
