import { describe, expect, it } from 'vitest';
import type { ColumnsOfUser, Dataset } from '../../api/answers.ts';
import { dayMarks } from './day-marks.ts';
import { explainsDays, sleepOf, tellsSleep, zonesOf } from './day-summary.ts';

const row = (attributes: Record<string, unknown>): ColumnsOfUser => ({
  user_id: 'user1',
  timestamp: [0],
  value: [52],
  min: [52],
  max: [52],
  count: [1],
  ...attributes,
});
const light = { name: 'LIGHT', min: 94, max: 107, minutes: 41 };
const moderate = { name: 'MODERATE', min: 108, max: 134, minutes: 0 };

describe('the zones of a day', () => {
  it('are those of the source, from low to high', () => {
    expect(zonesOf(row({ heart_rate_zones: [[moderate, light]], custom_heart_rate_zones: [[]] }))).toEqual([
      light,
      moderate,
    ]);
  });

  it('are those that the user has set, where there are any', () => {
    const own = { name: 'Tempo', min: 120, max: 150 };
    expect(zonesOf(row({ heart_rate_zones: [[light]], custom_heart_rate_zones: [[own]] }))).toEqual([
      { ...own, minutes: undefined },
    ]);
  });

  it.each([undefined, null, 'zones', [[]], [null], [['LIGHT']], [[{ name: 'LIGHT', min: '94', max: 107 }]]])(
    'are none where the column holds %j',
    (column) => {
      expect(zonesOf(row({ heart_rate_zones: column }))).toEqual([]);
    },
  );
});

describe('sleep', () => {
  const dataset = (attribute: string) =>
    ({ kind: 'daily', attributes: [{ name: attribute, description: '' }] }) as unknown as Dataset;

  it('is known as soon as a daily dataset has periods of it', () => {
    expect(tellsSleep(dataset('sleep_periods'))).toBe(true);
    expect(tellsSleep(dataset('heart_rate_zones'))).toBe(false);
    expect(explainsDays(dataset('heart_rate_zones'))).toBe(true);
  });

  it('is shaded from its beginning to its end', () => {
    const periods = [
      { start: '2026-11-20T22:30:00Z', end: '2026-11-21T06:00:00Z' },
      { start: '2026-11-21T06:00:00Z', end: '2026-11-21T05:00:00Z' },
      { start: 'late' },
    ];
    const sleep = sleepOf(row({ sleep_periods: [periods] }));
    expect(sleep).toEqual([
      { start: Date.parse('2026-11-20T22:30:00Z'), end: Date.parse('2026-11-21T06:00:00Z') },
    ]);
    const [mark] = dayMarks({ zones: [], sleep, resting: null, unit: 'bpm' }, 'light');
    expect(mark).toMatchObject({ kind: 'time-span', label: 'Asleep', ...sleep[0] });
  });
});

describe('what is drawn behind the curve', () => {
  it('leaves nothing between a zone and the next, and ends where none follows', () => {
    const bands = dayMarks({ zones: [light, moderate], sleep: [], resting: 52, unit: 'bpm' }, 'dark');
    expect(bands).toMatchObject([
      { kind: 'value-band', from: 94, to: 108, label: 'Light' },
      { kind: 'value-band', from: 108, to: 134, label: 'Moderate' },
      { kind: 'value-line', at: 52, label: 'Resting 52 bpm' },
    ]);
  });
});
