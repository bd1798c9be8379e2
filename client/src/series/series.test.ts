import { describe, expect, it } from 'vitest';
import type { ChartSeries } from '../charts/chart-series.ts';
import { dragWindow } from './brush-window.ts';
import { describeLevel } from './describe-level.ts';
import { nearestData } from './nearest-data.ts';
import { toCsv } from './to-csv.ts';

const DAY = 86_400_000;
const history = { start: 100 * DAY, end: 200 * DAY };

const series = (id: string, ...days: number[]): ChartSeries => ({
  id,
  label: id,
  look: { colour: '#000', dash: [] },
  style: 'line',
  points: days.map((day) => ({ x: day * DAY, y: 60.5, min: 50, max: 70, count: 12 })),
});

describe('what the chart says of itself', () => {
  it('names the level and counts the points', () => {
    expect(describeLevel('1m', 1_440, false)).toBe('1-minute averages, 1,440 points');
    expect(describeLevel('raw', 1, false)).toBe('Readings as recorded, 1 point');
    expect(describeLevel('raw', 30, true)).toBe('One value a day, 30 points');
  });
});

describe('the nearest data', () => {
  const overview = [series('ada', 100, 110, 150, 199)];

  it('of a range after the last reading are those before it', () => {
    expect(nearestData({ start: 300 * DAY, end: 301 * DAY }, history, overview)).toEqual({
      start: 199 * DAY,
      end: 200 * DAY,
    });
  });

  it('of a range before the first are those after it', () => {
    expect(nearestData({ start: DAY, end: 2 * DAY }, history, overview)).toEqual({
      start: 100 * DAY,
      end: 101 * DAY,
    });
  });

  it('of a range in a hole is the day that lies nearest', () => {
    expect(nearestData({ start: 145 * DAY, end: 145.1 * DAY }, history, overview)).toEqual({
      start: 150 * DAY,
      end: 151 * DAY,
    });
  });

  it('are none where there is no history', () => {
    expect(nearestData(history, undefined, [])).toBeUndefined();
  });
});

describe('the window of the brush', () => {
  const window = { start: 120 * DAY, end: 130 * DAY };

  it('moves whole, and stays in the history', () => {
    expect(dragWindow(window, 'move', 10 * DAY, history)).toEqual({ start: 130 * DAY, end: 140 * DAY });
    expect(dragWindow(window, 'move', 999 * DAY, history)).toEqual({ start: 190 * DAY, end: 200 * DAY });
  });

  it('is never turned round by its edges', () => {
    expect(dragWindow(window, 'start', 50 * DAY, history).start).toBeLessThan(window.end);
    expect(dragWindow(window, 'end', -50 * DAY, history).end).toBeGreaterThan(window.start);
  });
});

describe('CSV', () => {
  it('has one row a point of the range, with the name quoted where it must be', () => {
    const text = toCsv([series('a,"b"', 1, 2, 3)], { start: 2 * DAY, end: 3 * DAY }, 'bpm');
    expect(text).toBe(
      'timestamp,user_id,value,min,max,count,unit\r\n1970-01-03T00:00:00.000Z,"a,""b""",60.5,50,70,12,bpm\r\n',
    );
  });
});
