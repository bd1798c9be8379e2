import { createTeeLogger, describeError, type Logger, type LogLine, type Pool } from '@systole/service-kit';
import { totalsOf, type RunTotals, type WorkReport } from './outcome.ts';
import { recordProgress, type RunInHand } from './run-ledger.ts';

/** How long what a run says may stay unwritten: whoever watches it sees it by then. */
const FLUSH_MS = 1_000;
/** Further lines are counted and left out: a run that says something of every row must not fill the disk. */
const MOST_LINES = 10_000;

/** What a run in hand says and has come to, written down while it goes on. */
export class RunRecord {
  readonly logger: Logger;
  readonly #pool: Pool;
  readonly #run: RunInHand;
  readonly #workerId: string;
  readonly #reports: WorkReport[] = [];
  readonly #parent: Logger;
  #lines: LogLine[] = [];
  #written: number;
  #leftOut = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(pool: Pool, logger: Logger, run: RunInHand, workerId: string) {
    this.#pool = pool;
    this.#parent = logger;
    this.#run = run;
    this.#workerId = workerId;
    this.#written = run.lines;
    this.logger = createTeeLogger(logger, { job: run.job, jobRun: run.runId }, (line) => {
      this.#add(line);
    });
  }

  get totals(): RunTotals {
    return totalsOf(this.#reports);
  }

  /** Of the rows, for the log. */
  get counts(): Pick<RunTotals, 'inserted' | 'updated' | 'unchanged' | 'rejected'> {
    const { inserted, updated, unchanged, rejected } = this.totals;
    return { inserted, updated, unchanged, rejected };
  }

  report(report: WorkReport): void {
    this.#reports.push(report);
    this.#flushSoon();
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    if (this.#leftOut > 0) this.#lines.push(lineOf('warn', `${this.#leftOut} further lines were left out`));
    clearTimeout(this.#timer);
    await this.#flush();
  }

  #add(line: LogLine): void {
    if (this.#written + this.#lines.length >= MOST_LINES) this.#leftOut += 1;
    else this.#lines.push(line);
    this.#flushSoon();
  }

  #flushSoon(): void {
    this.#timer ??= setTimeout(() => void this.#flush(), FLUSH_MS);
  }

  #flush(): Promise<void> {
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    try {
      await recordProgress(this.#pool, this.#run.runId, this.#workerId, this.totals, this.#written, lines);
      this.#written += lines.length;
    } catch (error) {
      // They go with the next ones; the work itself must not fail for its log.
      this.#lines = [...lines, ...this.#lines];
      this.#parent.warn('log lines of a job could not be written yet', { error: describeError(error) });
    }
  }
}

function lineOf(level: string, message: string): LogLine {
  return { at: new Date(), level, message, fields: {} };
}
