import { Cron } from 'croner';

/** Enough to see a week of an hourly schedule, or a year of a weekly one. */
const RUNS = 170;

/** The longest time between two of the coming runs of a schedule, in seconds; 0 for one that never runs twice. */
export function scheduleIntervalSeconds(pattern: string, timeZone: string): number {
  const cron = new Cron(pattern, { timezone: timeZone, paused: true });
  const runs = cron.nextRuns(RUNS).map((run) => run.getTime());
  const intervals = runs.slice(1).map((run, index) => run - (runs[index] ?? run));
  return Math.max(0, ...intervals) / 1_000;
}
