import { DAY, HOUR, MINUTE, SECOND, type TimeRange } from '../time/time-range.ts';

export const presets = [
  { key: '1h', label: '1 h', name: 'Last hour', length: HOUR },
  { key: '24h', label: '24 h', name: 'Last 24 hours', length: DAY },
  { key: '7d', label: '7 d', name: 'Last 7 days', length: 7 * DAY },
  { key: '30d', label: '30 d', name: 'Last 30 days', length: 30 * DAY },
  { key: '90d', label: '90 d', name: 'Last 90 days', length: 90 * DAY },
  { key: '1y', label: '1 y', name: 'Last year', length: 365 * DAY },
  { key: 'all', label: 'All', name: 'Everything there is', length: Infinity },
] as const;

export type PresetKey = (typeof presets)[number]['key'];

/** What somebody has chosen: a range that moves along with the time, or one that stays. */
export type RangeSelection = PresetKey | TimeRange;

export const STANDARD_SELECTION: PresetKey = '24h';

/** The range that a selection means now. `history`: from the first reading to the last; `undefined`: there is none. */
export function resolveSelection(
  selection: RangeSelection,
  now: number,
  history: TimeRange | undefined,
): TimeRange {
  if (typeof selection === 'object') return selection;
  const length = lengthOfPreset(selection);
  if (Number.isFinite(length)) return { start: now - length, end: now };
  return history ?? { start: now - DAY, end: now };
}

/** How often a selection moves on: so seldom that nobody sees a jump, and an answer can be used for a while. */
export function stepOf(selection: RangeSelection): number {
  const length = typeof selection === 'object' ? Infinity : lengthOfPreset(selection);
  return Math.min(10 * MINUTE, Math.max(10 * SECOND, length / 360));
}

function lengthOfPreset(key: PresetKey): number {
  return presets.find((preset) => preset.key === key)?.length ?? DAY;
}

const INSTANT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** `20261121T140500Z-20261121T150500Z`: ISO 8601 without anything that a URL would have to escape. */
export function rangeToText({ start, end }: TimeRange): string {
  return [Math.floor(start / SECOND), Math.ceil(end / SECOND)]
    .map((seconds) => `${new Date(seconds * SECOND).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`)
    .join('-');
}

/** The range that a text states; `undefined`, if it states none, or an empty one. */
export function textToRange(text: string): TimeRange | undefined {
  const [start = NaN, end = NaN, ...rest] = text.split('-').map(textToInstant);
  return rest.length === 0 && start < end ? { start, end } : undefined;
}

/** The selection that a text of the URL states; `undefined`, if it is none. */
export function textToSelection(text: string): RangeSelection | undefined {
  return presets.find(({ key }) => key === text)?.key ?? textToRange(text);
}

export function selectionToText(selection: RangeSelection): string {
  return typeof selection === 'object' ? rangeToText(selection) : selection;
}

function textToInstant(text: string): number {
  const [, year, month, day, hour, minute, second] = INSTANT.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const instant = Date.parse(iso);
  // Date.parse takes the 31st of June for the 1st of July.
  return !Number.isNaN(instant) && new Date(instant).toISOString() === iso ? instant : NaN;
}
