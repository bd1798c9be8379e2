import { SystoleError } from '@systole/service-kit';

/** More than half of a source rejected says that the source, or our reading of it, is wrong: nothing of it is loaded. */
const HIGHEST_SHARE = 0.5;

/** How many rejects of a refused run are kept as examples; all are counted. */
export const EXAMPLES_KEPT = 1_000;

/** @throws {SystoleError} terminal, where the share of rejected rows is too high */
export function assertRejectShare(rowsRead: number, rejected: number): void {
  if (rejected > rowsRead * HIGHEST_SHARE) {
    const share = ((100 * rejected) / rowsRead).toFixed(1);
    throw new SystoleError(
      'terminal',
      `${rejected} of ${rowsRead} rows (${share} %) were rejected: nothing was loaded`,
    );
  }
}
