import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { createRegistry } from './metrics.ts';
import { boundUsers, createUserGauge, OTHER_USERS, type UserValue } from './user-gauges.ts';

const logger = createLogger({ service: 'test', level: 'error', format: 'json' });
const valueOf = (userId: string, value: number): UserValue => ({ userId, dataset: 'heart', value });
const greatest = (one: UserValue, other: UserValue) => (one.value >= other.value ? one : other);

describe('values by user', () => {
  it('stay as they are while the users are few', () => {
    const values = [valueOf('user2', 5), valueOf('user1', 7)];
    expect(boundUsers(values, greatest, 2)).toEqual(values);
  });

  it('are combined by dataset for the users beyond the limit', () => {
    const values = [1, 2, 3, 4].map((n) => valueOf(`user${n}`, n));
    expect(boundUsers([...values, { userId: 'user4', dataset: 'sleep', value: 9 }], greatest, 2)).toEqual([
      valueOf('user1', 1),
      valueOf('user2', 2),
      valueOf(OTHER_USERS, 4),
      { userId: OTHER_USERS, dataset: 'sleep', value: 9 },
    ]);
  });

  it('may have been bound before', () => {
    const once = boundUsers(
      ['Ada', 'bob', 'eve', 'zoe'].map((userId, index) => valueOf(userId, index)),
      greatest,
      2,
    );
    expect(boundUsers(once, greatest, 2)).toEqual(once);
  });

  it('never take more series than the limit and the others, however many users there are', async () => {
    const registry = new Registry();
    const read = () => Array.from({ length: 5_000 }, (_, index) => valueOf(`user${index}`, index));
    createUserGauge(registry, logger, { name: 'age', help: 'Age.', combine: Math.max, read });
    const [metric] = await registry.getMetricsAsJSON();
    expect(metric?.values).toHaveLength(201);
  });

  it('leave the rest of the metrics whole when they cannot be had, and are counted', async () => {
    const registry = createRegistry('test', '1');
    logger.silent = true;
    const read = (): UserValue[] => {
      throw new Error('nothing to read');
    };
    createUserGauge(registry, logger, { name: 'age', help: 'Age.', combine: Math.max, read });
    expect(await registry.metrics()).toContain('systole_build_info');
    expect(await registry.metrics()).toMatch(/systole_metric_failures_total\{service="test"\} [1-9]/);
  });
});
