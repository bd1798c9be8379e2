import { SystoleError } from '@systole/service-kit';
import type { Run } from '../ledger/runs.ts';
import type { Reject } from './reject.ts';

/** More than half of a source rejected says that the source, or our reading of it, is wrong: nothing of it is loaded. */
const HIGHEST_SHARE = 0.5;

/** How many rejects of a refused run are kept as examples; all are counted. */
export const EXAMPLES_KEPT = 1_000;

/**
 * The gate before a run loads anything.
 * @param rejects all rejects, or the first {@link EXAMPLES_KEPT}
 * @throws {SystoleError} terminal, where the share is too high; the rejects are then in the ledger
 */
export async function assertRejectShare(
  run: Run,
  rowsRead: number,
  rejected: number,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejected <= rowsRead * HIGHEST_SHARE) return;
  await run.reject(rejects.slice(0, EXAMPLES_KEPT), rejected);
  const share = ((100 * rejected) / rowsRead).toFixed(1);
  throw new SystoleError(
    'terminal',
    `${rejected} of ${rowsRead} rows (${share} %) were rejected: nothing was loaded`,
  );
}
