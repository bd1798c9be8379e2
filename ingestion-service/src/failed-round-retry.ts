import type { Logger } from '@systole/service-kit';
import type { Ingestion } from './ingestion.ts';

const FIRST_DELAY_MS = 60_000;
const LONGEST_DELAY_MS = 3_600_000;

/**
 * Has a round in which runs failed done again after a minute, then after two, up to an hour: a source or a database
 * that is away for a while must not leave users without data until the next day's schedule.
 */
export class FailedRoundRetry {
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;

  constructor(ingestion: Ingestion, logger: Logger) {
    ingestion.onRound = ({ failedRuns }) => {
      this.stop();
      this.#failures = failedRuns > 0 ? this.#failures + 1 : 0;
      if (this.#failures === 0) return;
      const delay = Math.min(FIRST_DELAY_MS * 2 ** (this.#failures - 1), LONGEST_DELAY_MS);
      logger.warn('runs failed; a further round follows', { failedRuns, inSeconds: delay / 1_000 });
      this.#timer = setTimeout(() => void ingestion.run('schedule'), delay);
    };
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
