import { daysBetween, type CivilDay } from '../../time/civil-day.ts';

/** The day with readings that is nearest to another; of two as near the earlier. */
export function nearestDay(
  to: CivilDay,
  days: readonly { readonly day: CivilDay; readonly readings: number }[],
): CivilDay | undefined {
  let nearest: CivilDay | undefined;
  let distance = Infinity;
  for (const { day, readings } of days) {
    const away = Math.abs(daysBetween(to, day));
    if (readings > 0 && away < distance) {
      nearest = day;
      distance = away;
    }
  }
  return nearest;
}
