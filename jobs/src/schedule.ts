import { Cron, CronPattern } from 'croner';

/** Enough to see a week of an hourly schedule, or a year of a weekly one. */
const RUNS_LOOKED_AT = 170;

/** Whether the text is a cron pattern of five fields, or of six with seconds. */
export function isSchedule(text: string): boolean {
  try {
    new CronPattern(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first time of a schedule after a moment. Its fields are wall-clock times of the zone: a time that the change to
 * daylight saving leaves out is taken just after the gap, and one that comes twice at the change back is taken once.
 * @returns undefined for a schedule that never comes again
 */
export function nextTime(schedule: string, timeZone: string, after: Date): Date | undefined {
  return new Cron(schedule, { timezone: timeZone, paused: true }).nextRun(after) ?? undefined;
}

/** The longest time between two of the coming times of a schedule, in seconds; 0 for one that never comes twice. */
export function scheduleIntervalSeconds(schedule: string, timeZone: string): number {
  const times = new Cron(schedule, { timezone: timeZone, paused: true })
    .nextRuns(RUNS_LOOKED_AT)
    .map((time) => time.getTime());
  const intervals = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return Math.max(0, ...intervals) / 1_000;
}
