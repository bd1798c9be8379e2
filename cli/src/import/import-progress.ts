import type { ImportPhase } from '@systole/etl';
import cliProgress from 'cli-progress';
import pc from 'picocolors';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { formatCount, formatDuration } from '../terminal/format.ts';

/** Between two lines where there is no terminal to draw a bar on. */
const LINE_EVERY_MS = 3_000;

export interface ImportProgress {
  readonly report: (phase: ImportPhase, rows: number, totalRows: number | undefined) => void;
  readonly stop: () => void;
}

/** Shows on standard error how far the import of a file is: as a bar on a terminal, else as a line every few seconds. */
export function showImportProgress(fileName: string, dryRun: boolean): ImportProgress {
  const clock = new PhaseClock();
  const name = escapeControlCharacters(fileName);
  return process.stderr.isTTY ? showBar(name, clock) : showLines(name, clock, dryRun);
}

/** Knows how long the present phase has taken, hence its rate and what is left of it. */
class PhaseClock {
  #phase: ImportPhase | undefined;
  #startedAt = 0;
  #rowsAtStart = 0;

  /** @returns whether this is the beginning of the phase */
  enter(phase: ImportPhase, rows: number): boolean {
    if (phase === this.#phase) return false;
    this.#phase = phase;
    this.#startedAt = performance.now();
    this.#rowsAtStart = phase === 'loading' ? rows : 0;
    return true;
  }

  /** `214,000 rows/s, 3 s left`; empty until there is something to go by. */
  pace(rows: number, totalRows: number | undefined): string {
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    const done = rows - this.#rowsAtStart;
    if (seconds < 0.2 || done <= 0) return '';
    const rate = done / seconds;
    const left =
      totalRows === undefined || rows >= totalRows
        ? ''
        : `, ${formatDuration((totalRows - rows) / rate)} left`;
    return `${formatCount(rate)} rows/s${left}`;
  }
}

function showBar(fileName: string, clock: PhaseClock): ImportProgress {
  const bar = new cliProgress.SingleBar({
    format: (options, { value, total, progress }, { phase }: { phase?: ImportPhase }) => {
      const head = `${pc.bold(fileName)}  ${(phase ?? 'checking').padEnd(11)}`;
      if (phase !== 'loading')
        return `${head}  ${formatCount(value)} rows  ${pc.dim(clock.pace(value, undefined))}`;
      const drawn = cliProgress.Format.BarFormat(progress, options);
      const percent = String(Math.floor(progress * 100)).padStart(3);
      return `${head}  ${pc.cyan(drawn)} ${percent} %  ${formatCount(value)} rows  ${pc.dim(clock.pace(value, total))}`;
    },
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    gracefulExit: false,
  });
  bar.start(1, 0);
  return {
    report: (phase, rows, totalRows) => {
      clock.enter(phase, rows);
      bar.setTotal(Math.max(totalRows ?? rows, 1));
      bar.update(rows, { phase });
    },
    stop: () => {
      bar.stop();
    },
  };
}

function showLines(fileName: string, clock: PhaseClock, dryRun: boolean): ImportProgress {
  let lastLineAt = 0;
  return {
    report: (phase, rows, totalRows) => {
      const begins = clock.enter(phase, rows);
      const now = performance.now();
      if (!begins && now - lastLineAt < LINE_EVERY_MS) return;
      lastLineAt = now;
      const of =
        totalRows === undefined ? '' : ` of ${formatCount(totalRows)} (${percentOf(rows, totalRows)} %)`;
      const pace = clock.pace(rows, totalRows);
      const suffix = dryRun ? ' (dry run)' : '';
      process.stderr.write(
        `${fileName}: ${phase}${suffix}, ${formatCount(rows)}${of} rows${pace === '' ? '' : `, ${pace}`}\n`,
      );
    },
    stop: () => undefined,
  };
}

function percentOf(rows: number, totalRows: number): number {
  return totalRows === 0 ? 100 : Math.floor((100 * rows) / totalRows);
}
