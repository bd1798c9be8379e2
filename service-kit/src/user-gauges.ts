import { Gauge, type Registry } from 'prom-client';
import type { Logger } from './logger.ts';
import { updateMetrics } from './metrics.ts';

/** Users who get time series of their own; Prometheus keeps every series in memory. */
const MOST_USERS = 200;

/** Stands for all further users together; no user can be called so. */
export const OTHER_USERS = '_other';

interface OfUser {
  readonly userId: string;
  readonly dataset: string;
}

/** A value of one user and one dataset. */
export interface UserValue extends OfUser {
  readonly value: number;
}

export interface UserGauge {
  readonly name: string;
  readonly help: string;
  /** Of two values of further users, the one to be shown: the worse one, or their sum. */
  readonly combine: (one: number, other: number) => number;
  /** Asked at each scrape; must not wait for anything. */
  readonly read: () => Iterable<UserValue>;
}

/** A gauge by user and dataset, whose number of time series stays bounded however many users there are. */
export function createUserGauge(
  registry: Registry,
  logger: Logger,
  { name, help, combine, read }: UserGauge,
): void {
  new Gauge({
    name,
    help,
    labelNames: ['user_id', 'dataset'],
    registers: [registry],
    collect() {
      updateMetrics(logger, () => {
        const values = boundUsers([...read()], (one, other) => ({
          ...one,
          value: combine(one.value, other.value),
        }));
        this.reset();
        for (const { userId, dataset, value } of values) this.set({ user_id: userId, dataset }, value);
      });
    },
  });
}

/**
 * The values with all users behind the first `limit`, in the order of their ids, combined into {@link OTHER_USERS}.
 * @param combine makes one value of two of further users
 */
export function boundUsers<Value extends OfUser>(
  values: readonly Value[],
  combine: (one: Value, other: Value) => Value,
  limit = MOST_USERS,
): Value[] {
  const userIds = new Set(values.map(({ userId }) => userId));
  userIds.delete(OTHER_USERS);
  const shown = userIds.size <= limit ? userIds : new Set([...userIds].sort().slice(0, limit));
  const others = new Map<string, Value>();
  for (const value of values) {
    if (shown.has(value.userId)) continue;
    const before = others.get(value.dataset);
    others.set(value.dataset, { ...(before ? combine(before, value) : value), userId: OTHER_USERS });
  }
  return [...values.filter(({ userId }) => shown.has(userId)), ...others.values()];
}
