import type { Reject } from '@systole/etl';
import { formatCount } from '../terminal/format.ts';
import { renderRejects } from '../terminal/reject-table.ts';

const SHOWN = 5;

/**
 * The first rejects of a file below its summary, and how to see all of them.
 * @param runId of the run that keeps them; not there in a dry run
 */
export function firstRejects(examples: readonly Reject[], rejected: number, runId?: number): string[] {
  if (examples.length === 0) return [];
  const shown = examples.slice(0, SHOWN).map((reject) => ({ ...reject, place: { ...reject.place } }));
  const title =
    shown.length < rejected ? `The first ${SHOWN} of ${formatCount(rejected)} rejects:` : 'Rejects:';
  return [
    '',
    `  ${title}`,
    renderRejects(shown).replace(/^/gm, '  '),
    ...(runId !== undefined && shown.length < rejected ? [`  All of them: systole rejects ${runId}`] : []),
  ];
}
