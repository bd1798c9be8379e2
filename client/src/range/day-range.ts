import { addDays, parseDay, type CivilDay } from '../time/civil-day.ts';

/** Whole days, both of which belong to it. */
export interface DayRange {
  readonly first: CivilDay;
  readonly last: CivilDay;
}

/** Counted back from the newest day there is: what was noted long ago is shown as well as what is new. */
export const dayPresets = [
  { key: '7d', label: '7 d', name: 'The newest 7 days', days: 7 },
  { key: '30d', label: '30 d', name: 'The newest 30 days', days: 30 },
  { key: '90d', label: '90 d', name: 'The newest 90 days', days: 90 },
  { key: '1y', label: '1 y', name: 'The newest year', days: 365 },
  { key: 'all', label: 'All', name: 'Everything there is', days: Infinity },
] as const;

export type DayPresetKey = (typeof dayPresets)[number]['key'];

/** What somebody has chosen: days counted from the newest, or days that stay. */
export type DaySelection = DayPresetKey | DayRange;

/** The days that a selection means, of a history that has any. */
export function resolveDays(selection: DaySelection, history: DayRange): DayRange {
  if (typeof selection === 'object') return selection;
  const days = dayPresets.find(({ key }) => key === selection)?.days ?? Infinity;
  if (!Number.isFinite(days)) return history;
  const first = addDays(history.last, 1 - days);
  // Before the first day there is nothing to look at.
  return { first: first < history.first ? history.first : first, last: history.last };
}

/** The selection that a text of the URL states, `30d` or `2025-09-01..2026-03-18`; `undefined`, if it states none. */
export function textToDays(text: string): DaySelection | undefined {
  const preset = dayPresets.find(({ key }) => key === text);
  if (preset) return preset.key;
  const [first, last, ...rest] = text.split('..').map(parseDay);
  if (first === undefined || last === undefined || rest.length > 0 || last < first) return undefined;
  return { first, last };
}

export function daysToText(selection: DaySelection): string {
  return typeof selection === 'object' ? `${selection.first}..${selection.last}` : selection;
}
