import { formatDayShort } from '../../time/civil-day.ts';
import { formatCount } from '../../units/format-value.ts';
import type { CoverageDay } from './months.ts';

const WORDS: Record<CoverageDay['status'], string> = {
  complete: 'complete',
  partial: 'partial',
  failed: 'fetching failed',
  missing: 'never fetched',
};

/** `Fri, 20 Nov 2026: complete, 9,254 readings` */
export function describeDay({ day, status, readings }: CoverageDay): string {
  const count = readings === 1 ? '1 reading' : `${formatCount(readings)} readings`;
  return `${formatDayShort(day)}: ${WORDS[status]}, ${count}`;
}
