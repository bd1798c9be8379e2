// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../test/render.tsx';
import type { TimeRange } from '../time/time-range.ts';
import { HistoryBrush } from './history-brush.tsx';

const DAY = 86_400_000;
const history = { start: Date.UTC(2026, 0, 1), end: Date.UTC(2026, 3, 11) };
const visible = { start: Date.UTC(2026, 1, 1), end: Date.UTC(2026, 1, 11) };

function open() {
  const changes: TimeRange[] = [];
  show(
    <HistoryBrush
      series={[]}
      history={history}
      visible={visible}
      timeZone="UTC"
      onChange={(range) => changes.push(range)}
    />,
  );
  return changes;
}
const days = (from: TimeRange | undefined, to: TimeRange) =>
  from && [(from.start - to.start) / DAY, (from.end - to.end) / DAY];

describe('the brush over the whole history', () => {
  it('says what is visible', () => {
    open();
    expect(screen.getAllByRole('slider').map((slider) => slider.getAttribute('aria-valuetext'))).toEqual([
      '1 Feb 2026, 00:00',
      '1 Feb 2026, 00:00',
      '11 Feb 2026, 00:00',
    ]);
  });

  it.each([
    // A tenth of the window, or a hundredth of the history, which is a hundred days.
    ['Visible range', 'ArrowRight', [1, 1]],
    ['Visible range', 'PageDown', [-10, -10]],
    ['Beginning of the visible range', 'ArrowLeft', [-1, 0]],
    ['End of the visible range', 'ArrowRight', [0, 1]],
  ])('moves %s by %s', (name, key, expected) => {
    const changes = open();
    fireEvent.keyDown(screen.getByRole('slider', { name }), { key });
    expect(days(changes[0], visible)).toEqual(expected);
  });

  it('leaves other keys alone', () => {
    const changes = open();
    fireEvent.keyDown(screen.getByRole('slider', { name: 'Visible range' }), { key: 'x' });
    expect(changes).toEqual([]);
  });
});
