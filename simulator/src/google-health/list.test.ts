import { afterAll, describe, expect, it } from 'vitest';
import {
  allPages,
  ANNA,
  BEN,
  allPoints,
  heartRateFilter,
  startSimulator,
  type CivilDate,
  type CivilTime,
  type HeartRatePoint,
  type Page,
} from '../../test/running-simulator.ts';
import { heartRateSeries } from '../index.ts';

const simulator = await startSimulator();
afterAll(() => simulator[Symbol.asyncDispose]());

const HEART_RATE = 'dataTypes/heart-rate/dataPoints';
const NOW = simulator.clock.now().getTime();

/** The truth, as an answer should give it: newest first. */
function truth(startMs: number, endMs: number) {
  const { timestamps, bpm } = heartRateSeries(ANNA, startMs, endMs);
  return [...timestamps].map((timestamp, index) => [timestamp, bpm[index]] as const).reverse();
}

function readings(points: readonly HeartRatePoint[]) {
  return points.map(
    ({ heartRate }) =>
      [Date.parse(heartRate.sampleTime.physicalTime), Number(heartRate.beatsPerMinute)] as const,
  );
}

describe('the list of heart rates', () => {
  it('holds all readings of the window, newest first, whatever the page size', async () => {
    const filter = heartRateFilter('2026-06-14T05:10:20Z', '2026-06-16T05:10:20Z');
    const expected = truth(Date.UTC(2026, 5, 14, 5, 10, 20), Date.UTC(2026, 5, 16, 5, 10, 20));
    expect(expected.length).toBeGreaterThan(10_000);
    for (const pageSize of ['700', '1440', '5000', '10000', '99999']) {
      const points = await allPoints<HeartRatePoint>(simulator, 'heart-rate', { filter, pageSize });
      expect(readings(points)).toEqual(expected);
    }
    expect(readings(await allPoints<HeartRatePoint>(simulator, 'heart-rate', { filter }))).toEqual(expected);
  });

  it('ends at the clock and begins when the watch was bought', async () => {
    const { body } = await simulator.get(HEART_RATE, { pageSize: '5' });
    expect(readings((body as Page<HeartRatePoint>).dataPoints ?? [])).toEqual(
      truth(NOW - 600_000, NOW).slice(0, 5),
    );
    const early = heartRateFilter('2023-01-01T00:00:00Z', '2024-01-01T00:10:00Z');
    expect(readings(await allPoints(simulator, 'heart-rate', { filter: early }))).toEqual(
      truth(Date.UTC(2023, 0, 1), Date.UTC(2024, 0, 1, 0, 10)),
    );
  });

  it('gives 1,440 points on a page unless asked, 5,000 at most, and short pages at times', async () => {
    const filter = heartRateFilter('2026-04-01T00:00:00Z', '2026-04-30T00:00:00Z');
    const sizes = async (query: Record<string, string>) =>
      (await allPages<HeartRatePoint>(simulator, 'heart-rate', { filter, ...query }))
        .filter(({ nextPageToken }) => nextPageToken !== undefined)
        .map(({ dataPoints = [] }) => dataPoints.length);
    const standard = await sizes({});
    expect(Math.max(...standard)).toBe(1_440);
    expect(standard.filter((size) => size < 1_440).length).toBeGreaterThan(2);
    expect(standard.filter((size) => size < 1_440).length).toBeLessThan(standard.length / 3);
    expect(Math.max(...(await sizes({ pageSize: '10000' })))).toBe(5_000);
    expect(Math.max(...(await sizes({ page_size: '100000' })))).toBe(5_000);
  });

  it('ends at times with a page that is an empty object', async () => {
    const ends = await Promise.all(
      Array.from({ length: 24 }, async (_, hour) => {
        const two = (number: number) => String(number).padStart(2, '0');
        const filter = heartRateFilter(`2026-06-10T${two(hour)}:00:00Z`, `2026-06-10T${two(hour)}:20:00Z`);
        const pages = await allPages<HeartRatePoint>(simulator, 'heart-rate', { filter });
        return pages.length > 1 ? pages.at(-1) : undefined;
      }),
    );
    const trailing = ends.filter((end) => end !== undefined);
    expect(trailing.length).toBeGreaterThan(1);
    expect(trailing.length).toBeLessThan(20);
    for (const end of trailing) expect(end).toEqual({});
  });

  it('is an empty object for a window without readings', async () => {
    const filter = heartRateFilter('2030-01-01T00:00:00Z', '2030-01-02T00:00:00Z');
    expect(await simulator.get(HEART_RATE, { filter })).toMatchObject({ status: 200, body: {} });
    const reversed = heartRateFilter('2026-06-02T00:00:00Z', '2026-06-01T00:00:00Z');
    expect(await simulator.get(HEART_RATE, { filter: reversed })).toMatchObject({ status: 200, body: {} });
  });

  it('writes points as the service does', async () => {
    const points = await allPoints<HeartRatePoint>(simulator, 'heart-rate', {
      filter: heartRateFilter('2026-06-14T20:00:00Z', '2026-06-15T03:00:00Z'),
    });
    expect(points.filter((point) => point.name !== undefined)).toEqual([]);
    for (const { heartRate } of points) {
      const { physicalTime, utcOffset, civilTime } = heartRate.sampleTime;
      const civil = new Date(Date.parse(physicalTime) + 7_200_000);
      const [hours, minutes, seconds] = [civil.getUTCHours(), civil.getUTCMinutes(), civil.getUTCSeconds()];
      expect({ utcOffset, civilTime }).toEqual({
        utcOffset: '7200s',
        civilTime: {
          date: { year: civil.getUTCFullYear(), month: civil.getUTCMonth() + 1, day: civil.getUTCDate() },
          time: {
            ...(hours ? { hours } : {}),
            ...(minutes ? { minutes } : {}),
            ...(seconds ? { seconds } : {}),
          },
        },
      });
      expect(physicalTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(heartRate.beatsPerMinute).toMatch(/^\d{2,3}$/);
    }
    const plain = points.filter(({ heartRate }) => Object.keys(heartRate).length === 2);
    expect(plain[0]?.dataSource).toEqual({
      recordingMethod: 'PASSIVELY_MEASURED',
      device: { displayName: 'Pixel Watch 4' },
      platform: 'FITBIT',
    });
    const withMore = points.length - plain.length;
    expect(withMore).toBeGreaterThan(0);
    expect(withMore).toBeLessThan(points.length / 20);
  });

  it('takes civil times in the time zone of the user', async () => {
    const member = 'heart_rate.sample_time.civil_time';
    const filter = `${member} >= "2026-06-15T00:00:00" AND ${member} < "2026-06-15T01:00:00"`;
    expect(readings(await allPoints(simulator, 'heart-rate', { filter }))).toEqual(
      truth(Date.UTC(2026, 5, 14, 22), Date.UTC(2026, 5, 14, 23)),
    );
  });

  it('writes the offset of the day where clocks change', async () => {
    const points = await allPoints<HeartRatePoint>(simulator, 'heart-rate', {
      filter: heartRateFilter('2026-03-29T00:50:00Z', '2026-03-29T01:10:00Z'),
    });
    expect(points.length).toBeGreaterThan(50);
    for (const { heartRate } of points) {
      const summer = heartRate.sampleTime.physicalTime >= '2026-03-29T01:00:00Z';
      expect(heartRate.sampleTime.utcOffset).toBe(summer ? '7200s' : '3600s');
      expect(heartRate.sampleTime.civilTime.time.hours).toBe(summer ? 3 : 1);
    }
  });

  it('answers the user that the token belongs to', async () => {
    const token = await simulator.signIn('ben');
    const { body } = await simulator.get(HEART_RATE, { pageSize: '50' }, token);
    const { timestamps } = heartRateSeries(BEN, NOW - 3_600_000, NOW);
    expect(readings((body as Page<HeartRatePoint>).dataPoints ?? [])[0]?.[0]).toBe(timestamps.at(-1));
  });
});

describe('a page token', () => {
  const filter = heartRateFilter('2026-06-14T00:00:00Z', '2026-06-15T00:00:00Z');
  const firstPage = async () => {
    const { body } = await simulator.get(HEART_RATE, { filter, pageSize: '100' });
    return (body as Page<HeartRatePoint>).nextPageToken ?? '';
  };

  it('is refused when a letter of it is altered', async () => {
    const pageToken = await firstPage();
    for (const at of [0, Math.floor(pageToken.length / 2), pageToken.length - 1]) {
      const altered = pageToken.slice(0, at) + (pageToken[at] === 'A' ? 'B' : 'A') + pageToken.slice(at + 1);
      expect(await simulator.get(HEART_RATE, { filter, pageToken: altered })).toMatchObject({
        status: 400,
        body: { error: { code: 400, status: 'INVALID_ARGUMENT' } },
      });
    }
  });

  it('is refused for another filter, type or user', async () => {
    const pageToken = await firstPage();
    const other = heartRateFilter('2026-06-14T00:00:00Z', '2026-06-16T00:00:00Z');
    const ben = await simulator.signIn('ben');
    const answers = [
      await simulator.get(HEART_RATE, { filter: other, pageToken }),
      await simulator.get('dataTypes/time-in-heart-rate-zone/dataPoints', { pageToken }),
      await simulator.get(HEART_RATE, { filter, pageToken }, ben),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  });

  it('is good for another page size, and under the name of the protocol buffer', async () => {
    const pageToken = await firstPage();
    const { status, body } = await simulator.get(HEART_RATE, {
      filter,
      page_token: pageToken,
      pageSize: '7',
    });
    expect(status).toBe(200);
    expect((body as Page<HeartRatePoint>).dataPoints).toHaveLength(7);
  });

  it.each(['-1', '1.5', 'many'])('does not help a page size of %s', async (pageSize) => {
    expect(await simulator.get(HEART_RATE, { filter, pageSize })).toMatchObject({ status: 400 });
  });
});

interface DailyPoint {
  readonly dataSource: unknown;
  readonly dailyRestingHeartRate?: { readonly date: CivilDate; readonly beatsPerMinute: string };
  readonly dailyHeartRateZones?: {
    readonly date: CivilDate;
    readonly heartRateZones: readonly {
      readonly heartRateZoneType: string;
      readonly minBeatsPerMinute: string;
      readonly maxBeatsPerMinute: string;
    }[];
  };
}

interface ZoneTimePoint {
  readonly timeInHeartRateZone: {
    readonly interval: {
      readonly startTime: string;
      readonly startUtcOffset: string;
      readonly endTime: string;
      readonly civilStartTime: CivilTime;
    };
    readonly heartRateZoneType: string;
  };
}

describe('the other lists', () => {
  it('hold the resting heart rates of the days asked for, newest first', async () => {
    const member = 'daily_resting_heart_rate.date';
    const points = await allPoints<DailyPoint>(simulator, 'daily-resting-heart-rate', {
      filter: `${member} >= "2026-05-20" AND ${member} < "2026-06-02"`,
      pageSize: '5',
    });
    const dates = points.map(
      ({ dailyRestingHeartRate: { date } = { date: { year: 0, month: 0, day: 0 } } }) =>
        Date.UTC(date.year, date.month - 1, date.day),
    );
    expect(dates).toEqual(dates.toSorted((a, b) => b - a));
    expect(new Set(dates).size).toBe(dates.length);
    expect(dates.length).toBeGreaterThan(9);
    expect(dates[0]).toBe(Date.UTC(2026, 5, 1));
    expect(dates.at(-1)).toBe(Date.UTC(2026, 4, 20));
    expect(points[0]).toEqual({
      dataSource: { recordingMethod: 'DERIVED', device: {}, platform: 'FITBIT' },
      dailyRestingHeartRate: {
        date: { year: 2026, month: 6, day: 1 },
        beatsPerMinute: expect.stringMatching(/^[4-8]\d$/) as string,
        dailyRestingHeartRateMetadata: { calculationMethod: 'WITH_SLEEP' },
      },
    });
  });

  it('hold the zones of the days on which the watch was worn', async () => {
    const member = 'daily_heart_rate_zones.date';
    const points = await allPoints<DailyPoint>(simulator, 'daily-heart-rate-zones', {
      filter: `${member} >= "2026-06-01" AND ${member} < "2026-06-03"`,
    });
    expect(points.map(({ dailyHeartRateZones }) => dailyHeartRateZones?.date.day)).toEqual([2, 1]);
    for (const { dailyHeartRateZones } of points) {
      expect(dailyHeartRateZones?.heartRateZones.map(({ heartRateZoneType }) => heartRateZoneType)).toEqual([
        'LIGHT',
        'MODERATE',
        'VIGOROUS',
        'PEAK',
      ]);
      for (const zone of dailyHeartRateZones?.heartRateZones ?? []) {
        expect(zone.minBeatsPerMinute).toMatch(/^\d{2,3}$/);
        expect(zone.maxBeatsPerMinute).toMatch(/^\d{3}$/);
      }
    }
  });

  it('hold intervals in heart-rate zones that do not overlap, whatever the page size', async () => {
    const member = 'time_in_heart_rate_zone.interval.start_time';
    const filter = `${member} >= "2026-06-10T09:30:00Z" AND ${member} < "2026-06-15T00:00:00Z"`;
    const points = await allPoints<ZoneTimePoint>(simulator, 'time-in-heart-rate-zone', { filter });
    expect(points.length).toBeGreaterThan(20);
    const intervals = points.map(({ timeInHeartRateZone: { interval } }) => interval);
    intervals.slice(1).forEach((interval, index) => {
      expect(interval.endTime <= (intervals[index]?.startTime ?? '')).toBe(true);
    });
    for (const { startTime, endTime, startUtcOffset } of intervals) {
      expect(startTime < endTime && startTime >= '2026-06-10T09:30:00Z').toBe(true);
      expect(startUtcOffset).toBe('7200s');
    }
    expect(await allPoints(simulator, 'time-in-heart-rate-zone', { filter, pageSize: '3' })).toEqual(points);
  });

  it('are empty for types that the simulated watch does not measure', async () => {
    expect(await simulator.get('dataTypes/steps/dataPoints')).toMatchObject({ status: 200, body: {} });
  });
});
