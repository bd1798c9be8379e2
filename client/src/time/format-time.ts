import { DAY, HOUR, MINUTE, SECOND, type TimeRange } from './time-range.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats an instant in a zone; formats are kept, since making one costs more than using it a hundred times. */
export function formatIn(instant: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...options });
  formats.set(key, format);
  return format.format(instant);
}

const DATE = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit' } as const;

/** `21 Nov 2026` */
export function formatDate(instant: number, timeZone: string): string {
  return formatIn(instant, timeZone, DATE);
}

/** `21 Nov 2026, 14:05` */
export function formatDateTime(instant: number, timeZone: string): string {
  return formatIn(instant, timeZone, { ...DATE, ...TIME });
}

/** `Sat, 21 Nov 2026, 14:05:09`: as precise as readings are. */
export function formatExactly(instant: number, timeZone: string): string {
  return formatIn(instant, timeZone, { weekday: 'short', ...DATE, ...TIME, second: '2-digit' });
}

/** `21 Nov 2026, 14:05 – 15:05`, naming the date again only where it is another. */
export function formatRange({ start, end }: TimeRange, timeZone: string): string {
  const options = end - start < 2 * MINUTE ? { ...TIME, second: '2-digit' as const } : TIME;
  const sameDay = formatDate(start, timeZone) === formatDate(end, timeZone);
  const from = formatIn(start, timeZone, { ...DATE, ...options });
  return `${from} – ${formatIn(end, timeZone, sameDay ? options : { ...DATE, ...options })}`;
}

/** `3 h 20 min`: the two largest units that are not zero. */
export function formatDuration(milliseconds: number): string {
  const units = [
    ['d', DAY],
    ['h', HOUR],
    ['min', MINUTE],
    ['s', SECOND],
  ] as const;
  const first = units.findIndex(([, width]) => milliseconds >= width);
  if (first === -1) return '0 s';
  let rest = milliseconds;
  const parts: string[] = [];
  for (const [unit, width] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / width);
    rest -= count * width;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(' ');
}

/** `2 min ago`, `just now`; also for what lies a little ahead by the clock of another machine. */
export function formatAge(instant: number, now: number): string {
  const age = now - instant;
  if (age < 10 * SECOND) return 'just now';
  const unit = (
    [
      ['d', DAY],
      ['h', HOUR],
      ['min', MINUTE],
      ['s', SECOND],
    ] as const
  ).find(([, width]) => age >= width);
  return unit ? `${Math.floor(age / unit[1])} ${unit[0]} ago` : 'just now';
}
