import { heartRateIntraday, heartRateSummary } from '@systole/catalog';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../test/test-api.ts';
import { readPoints } from '../series/read-points.ts';
import { finestFittingSource } from './fitting-source.ts';
import { levelSources, relationOf, type LevelSource } from './level-source.ts';

const USERS = ['sparse', 'dense', 'gaps', 'nobody'];
const FIRST_DAY = Date.UTC(2025, 2, 25);
const DAY = 86_400_000;

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await api.insertReadings('sparse', '2025-03-25', '2025-04-04', '5 hours');
  await api.insertReadings('dense', '2025-03-28', '2025-03-28T02:00:00Z', '3 seconds');
  await api.insertReadings('dense', '2025-03-29T20:00:00Z', '2025-03-30T05:00:00Z', '1 minute');
  await api.insertReadings('gaps', '2025-03-25T12:00:00Z', '2025-03-25T12:05:00Z', '1 second');
  await api.insertReadings('gaps', '2025-04-02', '2025-04-02T06:00:00Z', '7 minutes');
  await api.refresh();
});
afterAll(() => api[Symbol.asyncDispose]());

/** How many points the user with the most has, found by reading all. */
async function mostPoints(source: LevelSource, userIds: readonly string[]): Promise<number> {
  const points = await readPoints(api.pool, { source, userIds, limit: 1_000_000, format: 'json' });
  return Math.max(0, ...points.map(({ count }) => count));
}

const arbitraryRange = fc
  .tuple(fc.integer({ min: 0, max: 10 * 1_440 }), fc.integer({ min: 1, max: 10 * 1_440 }))
  .map(([from, minutes]) => {
    const start = Temporal.Instant.fromEpochMilliseconds(FIRST_DAY + from * 60_000);
    return { start, end: start.add({ minutes }) };
  });

describe('the finest fitting source', () => {
  it('is the finest whose points fit the budget for every user', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRange,
        fc.constantFrom(1, 2, 3, 10, 24, 60, 100, 500, 2_000),
        fc.subarray(USERS, { minLength: 1 }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata'),
        async (range, budget, userIds, timeZone) => {
          const sources = levelSources(heartRateIntraday, range, timeZone);
          const chosen = await finestFittingSource(api.pool, sources, userIds, budget);
          const counts = await Promise.all(sources.map((source) => mostPoints(source, userIds)));
          expect(chosen?.level).toBe(sources.find((_, index) => (counts[index] ?? 0) <= budget)?.level);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('needs no statement where the width of the finest buckets settles it', async () => {
    const start = Temporal.Instant.fromEpochMilliseconds(FIRST_DAY);
    const [, ...rollups] = levelSources(heartRateIntraday, { start, end: start.add({ hours: 24 }) }, 'UTC');
    const closedPool = Object.assign(Object.create(api.pool) as typeof api.pool, {
      query: () => Promise.reject(new Error('a statement was sent')),
    });
    expect((await finestFittingSource(closedPool, rollups, USERS, 1_440))?.level).toBe('1m');
    await expect(finestFittingSource(closedPool, rollups, USERS, 1_439)).rejects.toThrow(
      'a statement was sent',
    );
  });

  it('is none where even the coarsest has too many points', async () => {
    const start = Temporal.Instant.fromEpochMilliseconds(FIRST_DAY);
    const sources = levelSources(heartRateIntraday, { start, end: start.add({ hours: 240 }) }, 'UTC');
    expect(await finestFittingSource(api.pool, sources, ['sparse'], 9)).toBeUndefined();
    expect((await finestFittingSource(api.pool, sources, ['sparse'], 10))?.level).toBe('1d');
  });
});

describe('the sources of a dataset', () => {
  const year = (zone: string) =>
    levelSources(
      heartRateIntraday,
      {
        start: Temporal.Instant.fromEpochMilliseconds(FIRST_DAY),
        end: Temporal.Instant.fromEpochMilliseconds(FIRST_DAY + 365 * DAY),
      },
      zone,
    ).map((source) => `${source.level} from ${relationOf(source).replace('activities_heart_intraday', '')}`);

  it.each([
    ['UTC', ['raw from ', '1m from _1m', '1h from _1h', '1d from _1d']],
    ['Atlantic/Reykjavik', ['raw from ', '1m from _1m', '1h from _1h', '1d from _1d']],
    ['Europe/Berlin', ['raw from ', '1m from _1m', '1h from _1h', '1d from _1h']],
    ['Asia/Kolkata', ['raw from ', '1m from _1m', '1h from _1m', '1d from _1m']],
    ['Australia/Lord_Howe', ['raw from ', '1m from _1m', '1h from _1m', '1d from _1m']],
  ])('in %s are %j', (zone, expected) => {
    expect(year(zone)).toEqual(expected);
  });

  it('are its rows alone where it is daily', () => {
    const start = Temporal.Instant.fromEpochMilliseconds(FIRST_DAY);
    const sources = levelSources(heartRateSummary, { start, end: start.add({ hours: 24 }) }, 'Europe/Berlin');
    expect(sources.map(({ level }) => level)).toEqual(['raw']);
  });
});
