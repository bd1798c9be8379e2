import { describe, expect, it } from 'vitest';
import { DATA_TYPES } from './data-types.ts';
import { rangeOfFilter } from './filter.ts';

function rangeOf(type: string, filter: string, timeZone = 'UTC') {
  const dataType = DATA_TYPES.get(type);
  if (!dataType) throw new Error(`${type} is no data type`);
  return rangeOfFilter(filter, dataType, timeZone);
}

/** The detailed reasons that a faulty filter is answered with, without their common beginning. */
function reasonsOf(type: string, filter: string): readonly string[] {
  const info = rangeOf(type, filter).error?.details?.[0];
  const { detailedReasons = '' } = (info?.['metadata'] ?? {}) as { detailedReasons?: string };
  return detailedReasons.split(',').map((reason) => reason.replace('INVALID_DATA_POINT_FILTER_', ''));
}

const PHYSICAL = 'heart_rate.sample_time.physical_time';
const CIVIL = 'heart_rate.sample_time.civil_time';

describe('a filter', () => {
  it('may be missing', () => {
    expect(rangeOf('heart-rate', '')).toEqual({ range: { from: -Infinity, to: Infinity } });
  });

  it.each([
    ['heart-rate', `${PHYSICAL} >= "2026-09-25T10:00:00Z" AND ${PHYSICAL} < "2026-09-25T10:05:00Z"`],
    ['heart-rate', `${PHYSICAL}>="2026-09-25T12:00:00+02:00"  AND ${PHYSICAL}<"2026-09-25T10:05:00.000Z"`],
    ['heart-rate', `${PHYSICAL} < "2026-09-25T10:05:00Z" AND ${PHYSICAL} >= "2026-09-25T10:00:00Z"`],
    ['heart-rate', `${CIVIL} >= "2026-09-25T10:00:00" AND ${CIVIL} < "2026-09-25T10:05:00"`],
    [
      'steps',
      'steps.interval.start_time >= "2026-09-25T10:00:00Z" AND steps.interval.start_time < "2026-09-25T10:05:00Z"',
    ],
    [
      'sleep',
      'sleep.interval.end_time >= "2026-09-25T10:00:00Z" AND sleep.interval.end_time < "2026-09-25T10:05:00Z"',
    ],
    [
      'exercise',
      'exercise.interval.civil_start_time >= "2026-09-25T10:00:00" AND exercise.interval.civil_start_time < "2026-09-25T10:05:00"',
    ],
  ])('of %s may be %s', (type, filter) => {
    expect(rangeOf(type, filter)).toEqual({
      range: { from: Date.UTC(2026, 8, 25, 10), to: Date.UTC(2026, 8, 25, 10, 5) },
    });
  });

  it('asks for the tightest of several bounds', () => {
    expect(
      rangeOf(
        'heart-rate',
        `${PHYSICAL} >= "2026-01-01T00:00:00Z" AND ${PHYSICAL} >= "2026-02-01T00:00:00Z"`,
      ),
    ).toEqual({ range: { from: Date.UTC(2026, 1, 1), to: Infinity } });
  });

  it('of a daily type asks for civil days', () => {
    const member = 'daily_resting_heart_rate.date';
    expect(
      rangeOf(
        'daily-resting-heart-rate',
        `${member} >= "1970-01-03" AND ${member} < "1970-02-01"`,
        'Asia/Tokyo',
      ),
    ).toEqual({ range: { from: 2, to: 31 } });
  });

  it('takes civil times in the time zone of the user, before and after a change of clocks', () => {
    expect(
      rangeOf('heart-rate', `${CIVIL} >= "2026-03-29" AND ${CIVIL} < "2026-03-30"`, 'Europe/Berlin'),
    ).toEqual({
      range: { from: Date.UTC(2026, 2, 28, 23), to: Date.UTC(2026, 2, 29, 22) },
    });
  });

  it.each([
    ['COLLECTION_MISMATCH', 'heart-rate', 'steps.interval.start_time >= "2026-09-25T10:00:00Z"'],
    ['DATA_TYPE_RESTRICTION', 'heart-rate', 'heartRate.sample_time.physical_time >= "2026-09-25T10:00:00Z"'],
    ['DATA_TYPE_RESTRICTION', 'heart-rate', 'sample_time.physical_time >= "2026-09-25T10:00:00Z"'],
    ['DATA_TYPE_MEMBER', 'heart-rate', 'heart_rate.sampleTime.physicalTime >= "2026-09-25T10:00:00Z"'],
    ['DATA_TYPE_MEMBER', 'heart-rate', 'heart_rate.interval.start_time >= "2026-09-25T10:00:00Z"'],
    ['DATA_TYPE_MEMBER', 'heart-rate', 'heart_rate >= "2026-09-25T10:00:00Z"'],
    ['DATA_TYPE_MEMBER', 'sleep', 'sleep.interval.civil_start_time >= "2026-09-25"'],
    ['RESTRICTION_COMPARATOR', 'heart-rate', `${PHYSICAL} > "2026-09-25T10:00:00Z"`],
    ['RESTRICTION_COMPARATOR', 'heart-rate', `${PHYSICAL} <= "2026-09-25T10:00:00Z"`],
    ['RESTRICTION_COMPARATOR', 'heart-rate', `${PHYSICAL} = "2026-09-25T10:00:00Z"`],
    ['RESTRICTION_COMPARATOR', 'heart-rate', `${PHYSICAL} != "2026-09-25T10:00:00Z"`],
    [
      'RESTRICTION_COMPARATOR',
      'electrocardiogram',
      'electrocardiogram.interval.start_time < "2026-09-25T10:00:00Z"',
    ],
    ['CIVIL_DATE_TIME_FORMAT', 'heart-rate', `${CIVIL} >= "2026-09-25T10:00:00Z"`],
    [
      'CIVIL_DATE_TIME_FORMAT',
      'daily-heart-rate-zones',
      'daily_heart_rate_zones.date >= "2026-09-25T00:00:00"',
    ],
    ['CIVIL_DATE_TIME_FORMAT', 'daily-heart-rate-zones', 'daily_heart_rate_zones.date >= "2026-02-30"'],
    ['TIMESTAMP_FORMAT', 'heart-rate', `${PHYSICAL} >= "2026-09-25T10:00:00"`],
    ['TIMESTAMP_FORMAT', 'heart-rate', `${PHYSICAL} >= "2026-09-25"`],
    ['TIMESTAMP_FORMAT', 'heart-rate', `${PHYSICAL} >= "2026-02-30T10:00:00Z"`],
    ['TIMESTAMP_FORMAT', 'heart-rate', `${PHYSICAL} >= "yesterday"`],
    ['SYNTAX', 'heart-rate', `${PHYSICAL} >= 2026-09-25T10:00:00Z`],
    ['SYNTAX', 'heart-rate', `${PHYSICAL} >= '2026-09-25T10:00:00Z'`],
    ['SYNTAX', 'heart-rate', `${PHYSICAL} >= "2026-09-25T10:00:00Z" OR ${PHYSICAL} < "2026-09-26T10:00:00Z"`],
    [
      'SYNTAX',
      'heart-rate',
      `${PHYSICAL} >= "2026-09-25T10:00:00Z" and ${PHYSICAL} < "2026-09-26T10:00:00Z"`,
    ],
    ['SYNTAX', 'heart-rate', `${PHYSICAL} >= "2026-09-25T10:00:00Z", ${PHYSICAL} < "2026-09-26T10:00:00Z"`],
    ['SYNTAX', 'heart-rate', `(${PHYSICAL} >= "2026-09-25T10:00:00Z")`],
    ['SYNTAX', 'heart-rate', `${PHYSICAL} >= "2026-09-25T10:00:00Z`],
    ['MISSING_TOKEN', 'heart-rate', `${PHYSICAL} >=`],
    ['MISSING_TOKEN', 'heart-rate', PHYSICAL],
    ['MISSING_TOKEN', 'heart-rate', `${PHYSICAL} >= "2026-09-25T10:00:00Z" AND`],
  ])('is refused for %s: of %s, %s', (reason, type, filter) => {
    expect(reasonsOf(type, filter)).toEqual([reason]);
  });

  it('is refused with one reason and one violation for each faulty restriction', () => {
    const filter = `${PHYSICAL} > "2026-09-25T10:00:00Z" AND ${PHYSICAL} < "x" AND ${PHYSICAL} >= "2026-09-25T10:00:00Z"`;
    expect(reasonsOf('heart-rate', filter)).toEqual(['RESTRICTION_COMPARATOR', 'TIMESTAMP_FORMAT']);
    expect(rangeOf('heart-rate', filter).error?.details?.[1]).toMatchObject({
      fieldViolations: [
        { field: 'filter', description: expect.stringContaining('(at line 1, column 1)') as string },
        {
          field: 'filter',
          description: expect.stringContaining(`column ${filter.indexOf('"x"') + 1})`) as string,
        },
      ],
    });
  });

  it('is refused in the words of the service', () => {
    expect(rangeOf('sleep', 'sleep.interval.civil_start_time >= "2026-09-25"').error).toEqual({
      code: 400,
      message: 'Invalid data point filter: INVALID_DATA_POINT_FILTER_DATA_TYPE_MEMBER.',
      status: 'INVALID_ARGUMENT',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'INVALID_DATA_POINT_FILTER',
          domain: 'health.googleapis.com',
          metadata: { detailedReasons: 'INVALID_DATA_POINT_FILTER_DATA_TYPE_MEMBER' },
        },
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: [
            {
              field: 'filter',
              description:
                "Member 'sleep.interval.civil_start_time' is not supported for filtering. (at line 1, column 1)",
            },
          ],
        },
      ],
    });
  });
});
