import type { Window } from '../extractors/base-extractor.ts';
import { formatInstant } from '../time/instants.ts';

/** `member >= "start" AND member < "end"`, the only form of range that the API's filters know. */
export function instantRange(member: string, { start, end }: Window): string {
  return `${member} >= "${formatInstant(start)}" AND ${member} < "${formatInstant(end)}"`;
}

/** The same over civil days, for the API's daily types. */
export function dayRange(member: string, firstDay: string, dayAfterLast: string): string {
  return `${member} >= "${firstDay}" AND ${member} < "${dayAfterLast}"`;
}
