import type { User } from '../api/answers.ts';
import type { TimeRange } from '../time/time-range.ts';

/** From the first reading of any of the users to the last; `undefined`: none has any. The end is just after the last. */
export function historyOf(users: readonly User[], metric: string): TimeRange | undefined {
  const held = users.flatMap(({ datasets }) => datasets.filter(({ key }) => key === metric));
  if (held.length === 0) return undefined;
  return {
    start: Math.min(...held.map(({ first_timestamp }) => Date.parse(first_timestamp))),
    end: Math.max(...held.map(({ last_timestamp }) => Date.parse(last_timestamp))) + 1_000,
  };
}
