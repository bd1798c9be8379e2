const wholeNumbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `1,329,145` */
export function formatCount(count: number): string {
  return wholeNumbers.format(count);
}

/** `1 row`, `2 rows` */
export function formatQuantity(count: number, one: string): string {
  return `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;
}

/** `0.4 s`, `42 s`, `3 min 20 s`, `5 h 7 min`, `12 d 3 h`, `3,844 d` */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
  if (whole >= 30 * 86_400) return `${formatCount(Math.floor(whole / 86_400))} d`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3_600)} h`;
}

/** `2025-06-29 14:03:07`, in UTC */
export function formatInstant(instant: Date | null | undefined): string {
  return instant ? instant.toISOString().slice(0, 19).replace('T', ' ') : '–';
}
