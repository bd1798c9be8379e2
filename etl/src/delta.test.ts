import { heartRateIntraday, heartRateSummary } from '@systole/catalog';
import { describe, expect, it } from 'vitest';
import { deltaOf, stretches, windowOf, type DeltaQuestion } from './delta.ts';
import { parseInstant } from './time/instants.ts';
import { LocalClock, isoDay, parseIsoDay } from './time/local-clock.ts';

const at = (text: string) => parseInstant(text) ?? NaN;
const days = (first: string, last: string) =>
  Array.from({ length: parseIsoDay(last) - parseIsoDay(first) + 1 }, (_, i) => parseIsoDay(first) + i);

const question = (changes: Partial<DeltaQuestion> = {}): DeltaQuestion => ({
  dataset: heartRateIntraday,
  clock: new LocalClock('UTC'),
  firstDay: parseIsoDay('2025-06-01'),
  end: at('2025-06-10T12:00:00Z'),
  newest: at('2025-06-09T20:00:00Z'),
  lookbackHours: 24,
  completeDays: new Set(days('2025-06-01', '2025-06-08')),
  isDelta: true,
  ...changes,
});
const fetched = (changes?: Partial<DeltaQuestion>) => deltaOf(question(changes)).days.map(isoDay);

describe('the delta', () => {
  it('begins at the newest reading less the look-back', () => {
    expect(fetched()).toEqual(['2025-06-08', '2025-06-09', '2025-06-10']);
  });

  it('fetches everything where there is nothing yet', () => {
    expect(fetched({ newest: undefined, completeDays: new Set() })).toHaveLength(10);
  });

  it('returns to days behind the newest reading that were never fetched whole', () => {
    const completeDays = new Set(
      days('2025-06-01', '2025-06-08').filter((day) => isoDay(day) !== '2025-06-03'),
    );
    expect(fetched({ completeDays })).toEqual(['2025-06-03', '2025-06-08', '2025-06-09', '2025-06-10']);
  });

  it('fetches days again that were complete but lie behind a newest reading long ago: the device may sync late', () => {
    expect(fetched({ newest: at('2025-06-05T00:00:00Z') })).toEqual(
      days('2025-06-04', '2025-06-10').map(isoDay),
    );
  });

  it('takes every day when not asked for the delta', () => {
    expect(fetched({ isDelta: false })).toHaveLength(10);
  });

  it('does not take the day that begins where the range ends', () => {
    expect(fetched({ end: at('2025-06-10T00:00:00Z') }).at(-1)).toBe('2025-06-09');
  });

  it("counts days in the user's zone", () => {
    const clock = new LocalClock('Pacific/Auckland');
    expect(fetched({ clock, end: at('2025-06-10T12:30:00Z') }).at(-1)).toBe('2025-06-11');
  });

  it('reads the label of a daily row as its day, whatever the zone', () => {
    const clock = new LocalClock('America/Los_Angeles');
    const newest = at('2025-06-09T00:00:00Z');
    expect(fetched({ dataset: heartRateSummary, clock, newest })).toEqual([
      '2025-06-08',
      '2025-06-09',
      '2025-06-10',
    ]);
  });
});

describe('the window of a run', () => {
  const clock = new LocalClock('UTC');
  const windowFrom = (changes: Partial<DeltaQuestion>, first: string, last: string) => {
    const { start, end } = windowOf(clock, days(first, last), deltaOf(question(changes)).range);
    return [start, end].map((instant) => new Date(instant / 1_000).toISOString());
  };

  it('begins at the newest reading less the look-back, where the rest of that day is known', () => {
    expect(windowFrom({}, '2025-06-08', '2025-06-10')).toEqual([
      '2025-06-08T20:00:00.000Z',
      '2025-06-10T12:00:00.000Z',
    ]);
  });

  it('holds the whole of that day where it was never fetched whole', () => {
    const completeDays = new Set(days('2025-06-01', '2025-06-07'));
    expect(windowFrom({ completeDays }, '2025-06-08', '2025-06-10')[0]).toBe('2025-06-08T00:00:00.000Z');
  });

  it('holds the whole of earlier days, also where they lead up to it', () => {
    expect(windowFrom({}, '2025-06-03', '2025-06-03')).toEqual([
      '2025-06-03T00:00:00.000Z',
      '2025-06-04T00:00:00.000Z',
    ]);
    expect(windowFrom({}, '2025-06-07', '2025-06-10')[0]).toBe('2025-06-07T00:00:00.000Z');
  });

  it('holds whole days of what has one row a day, and where everything is wanted', () => {
    const newest = at('2025-06-09T00:00:00Z');
    for (const changes of [
      { dataset: heartRateSummary, newest },
      { isDelta: false },
      { newest: undefined },
    ]) {
      expect(windowFrom(changes, '2025-06-08', '2025-06-10')[0]).toBe('2025-06-08T00:00:00.000Z');
    }
  });
});

describe('stretches', () => {
  it('cuts at gaps and at the longest length', () => {
    expect(stretches([1, 2, 3, 4, 7, 8], 3)).toEqual([[1, 2, 3], [4], [7, 8]]);
  });
});
