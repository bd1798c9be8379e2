import type { ColumnsOfUser, Dataset } from '../../api/answers.ts';
import type { TimeRange } from '../../time/time-range.ts';

/** A heart-rate zone of a day; limits in the dataset's unit. */
export interface HeartRateZone {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** undefined: the source does not say how long the heart was in it. */
  readonly minutes: number | undefined;
}

/** Whether a dataset tells of whole days what explains their curve: its attributes say so. */
export function explainsDays({ kind, attributes }: Dataset): boolean {
  return kind === 'daily' && attributes.some(({ name }) => name === 'heart_rate_zones');
}

/**
 * Whether a dataset tells when somebody slept, by a daily attribute `sleep_periods`: an array of `{ start, end }` in
 * RFC 3339. The chart shades them as soon as the catalog has such a dataset.
 */
export function tellsSleep({ kind, attributes }: Dataset): boolean {
  return kind === 'daily' && attributes.some(({ name }) => name === 'sleep_periods');
}

/**
 * The zones of a day, from low to high: those that the user has set, or else those that the source reckons. What an
 * attribute holds is the source's, so that whatever is no zone is left out.
 */
export function zonesOf(columns: ColumnsOfUser | undefined): readonly HeartRateZone[] {
  const custom = listOf(columns?.custom_heart_rate_zones).flatMap(toZone);
  const zones = custom.length > 0 ? custom : listOf(columns?.heart_rate_zones).flatMap(toZone);
  return zones.sort((a, b) => a.min - b.min);
}

/** The stretches of sleep that a day tells of. */
export function sleepOf(columns: ColumnsOfUser | undefined): readonly TimeRange[] {
  return listOf(columns?.sleep_periods).flatMap((period) => {
    const { start, end } = period;
    if (typeof start !== 'string' || typeof end !== 'string') return [];
    const range = { start: Date.parse(start), end: Date.parse(end) };
    return range.start < range.end ? [range] : [];
  });
}

/** The list that the first row of a column holds. */
function listOf(column: unknown): readonly Record<string, unknown>[] {
  const list: unknown = Array.isArray(column) ? column[0] : undefined;
  if (!Array.isArray(list)) return [];
  return list.filter((item) => typeof item === 'object' && item !== null) as Record<string, unknown>[];
}

function toZone({ name, min, max, minutes }: Record<string, unknown>): HeartRateZone[] {
  if (typeof name !== 'string' || typeof min !== 'number' || typeof max !== 'number' || min >= max) return [];
  return [{ name, min, max, minutes: typeof minutes === 'number' ? minutes : undefined }];
}
