/**
 * PostgreSQL's text for a timestamp in UTC (`2025-06-29 10:00:00.5`) as RFC 3339: milliseconds, or microseconds where
 * they exist. Text to text, since a Date could not hold the microseconds.
 */
export function toRfc3339(text: string): string {
  const date = `${text.slice(0, 10)}T${text.slice(11, 19)}`;
  if (text.length === 19) return `${date}.000Z`;
  const fraction = text.slice(20);
  return `${date}.${fraction.padEnd(fraction.length > 3 ? 6 : 3, '0')}Z`;
}
