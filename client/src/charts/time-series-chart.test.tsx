// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { provideDrawingSurface } from '../../test/drawing-surface.ts';
import { show } from '../../test/render.tsx';
import type { TimeRange } from '../time/time-range.ts';
import type { ChartSeries } from './chart-series.ts';
import { TimeSeriesChart } from './time-series-chart.tsx';

const HOUR = 3_600_000;
const range = { start: Date.UTC(2026, 10, 20), end: Date.UTC(2026, 10, 21) };
const surface = provideDrawingSurface();

const seriesOf = (id: string, value: number): ChartSeries => ({
  id,
  label: id,
  look: { colour: '#0072b2', dash: [] },
  style: 'line',
  points: Array.from({ length: 25 }, (_, hour) => ({
    x: range.start + hour * HOUR,
    y: value,
    min: value - 5,
    max: value + 5,
    count: 720,
  })),
});

function open(series = [seriesOf('ada', 61), seriesOf('ben', 72)]) {
  surface.texts.length = 0;
  const ranges: TimeRange[] = [];
  let resets = 0;
  const shown = show(
    <TimeSeriesChart
      label="Heart rate, 20 Nov 2026"
      series={series}
      unit="bpm"
      timeZone="Asia/Kolkata"
      range={range}
      onRangeChange={(next) => ranges.push(next)}
      onReset={() => {
        resets += 1;
      }}
    />,
  );
  const chart = screen.getByRole('application', { name: 'Heart rate, 20 Nov 2026' });
  return { ...shown, chart, ranges, resets: () => resets };
}
const hoursOf = ({ start, end }: TimeRange) => [(start - range.start) / HOUR, (end - range.start) / HOUR];

describe('a chart of series over time', () => {
  it('has its unit, round values and the hours of the zone on its axes', () => {
    open();
    expect(surface.texts).toContain('bpm');
    expect(surface.texts).toContain('60');
    // Midnight of UTC is half past five in Kolkata, where hours are round.
    expect(surface.texts).toContain('06:00');
    expect(surface.texts).toContain('21 Nov');
  });

  it.each([
    ['+', [6, 18]],
    ['=', [6, 18]],
    ['-', [-12, 36]],
    ['ArrowLeft', [-4.8, 19.2]],
    ['ArrowRight', [4.8, 28.8]],
  ])('is moved by the key %s', (key, expected) => {
    const { chart, ranges } = open();
    fireEvent.keyDown(chart, { key });
    expect(ranges.map(hoursOf)).toEqual([expected]);
  });

  it('goes on from where it was moved to', () => {
    const { chart, ranges } = open();
    fireEvent.keyDown(chart, { key: '+' });
    fireEvent.keyDown(chart, { key: '+' });
    expect(ranges.map(hoursOf)).toEqual([
      [6, 18],
      [9, 15],
    ]);
  });

  it('is reset by the key 0 and by a double click', () => {
    const { chart, resets } = open();
    fireEvent.keyDown(chart, { key: '0' });
    fireEvent.doubleClick(chart);
    expect(resets()).toBe(2);
  });

  it('leaves the keys of the browser alone', () => {
    const { chart, ranges } = open();
    for (const key of ['+', '-', 'ArrowLeft']) fireEvent.keyDown(chart, { key, ctrlKey: true });
    fireEvent.keyDown(chart, { key: 'Tab' });
    expect(ranges).toEqual([]);
  });

  it('says what its crosshair meets, of every user', () => {
    const { chart, container } = open();
    fireEvent.keyDown(chart, { key: 'ArrowRight', shiftKey: true });
    expect(container.querySelector('[aria-live]')?.textContent).toBe(
      'Fri, 20 Nov 2026, 17:30:00. ada: 61 bpm  (56–66 bpm, 720 readings). ben: 72 bpm  (67–77 bpm, 720 readings)',
    );
  });

  it('says that there is nothing where there are no readings', () => {
    const { chart, container } = open([]);
    fireEvent.keyDown(chart, { key: 'ArrowRight', shiftKey: true });
    expect(container.querySelector('[aria-live]')?.textContent).toBe('No readings here');
  });
});
