import type { Reject } from '@systole/etl';
import { formatCount } from '../terminal/format.ts';
import { renderRejects } from '../terminal/reject-table.ts';

const SHOWN = 5;

/**
 * The first rejects of a file below its summary, and how to see all of them.
 * @param examples what the check of the file has met; the load may reject further rows, such as those of unknown patients
 * @param runId of the run that keeps them; not there in a dry run
 */
export function firstRejects(examples: readonly Reject[], rejected: number, runId?: number): string[] {
  if (rejected === 0) return [];
  const shown = examples.slice(0, SHOWN).map((reject) => ({ ...reject, place: { ...reject.place } }));
  const areAll = shown.length === rejected;
  const title = areAll ? 'Rejects:' : `The first ${shown.length} of ${formatCount(rejected)} rejects:`;
  return [
    '',
    ...(shown.length > 0 ? [`  ${title}`, renderRejects(shown).replace(/^/gm, '  ')] : []),
    ...(runId !== undefined && !areAll ? [`  All of them: systole rejects ${runId}`] : []),
  ];
}
