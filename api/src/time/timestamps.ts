/**
 * PostgreSQL's text for a timestamp in UTC (`2025-06-29 10:00:00.5`) as RFC 3339: milliseconds, or microseconds where
 * they exist. Text to text: this runs for every point, and a Date could not hold the microseconds.
 */
export function toRfc3339(text: string): string {
  const date = `${text.slice(0, 10)}T${text.slice(11, 19)}`;
  if (text.length === 19) return `${date}.000Z`;
  const fraction = text.slice(20);
  return `${date}.${fraction.padEnd(fraction.length > 3 ? 6 : 3, '0')}Z`;
}

/** PostgreSQL's text for a timestamp in UTC as milliseconds since 1970, with microseconds as a fraction. */
export function toEpochMilliseconds(text: string): number {
  const whole = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`);
  return text.length === 19 ? whole : whole + Number(text.slice(20).padEnd(6, '0')) / 1_000;
}
