// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../test/render.tsx';
import type { TimeRange } from '../time/time-range.ts';
import { ZoomButtons } from './zoom-buttons.tsx';

const HOUR = 3_600_000;
const visible = { start: 0, end: 24 * HOUR };

function open(isZoomed: boolean) {
  const changes: (TimeRange | undefined)[] = [];
  const shown = show(
    <ZoomButtons visible={visible} isZoomed={isZoomed} onChange={(range) => changes.push(range)} />,
  );
  return { ...shown, changes };
}

describe('the buttons of a chart', () => {
  it.each([
    ['Earlier', -12, 12],
    ['Later', 12, 36],
    ['Zoom in', 6, 18],
    ['Zoom out', -12, 36],
  ])('%s', async (name, start, end) => {
    const { user, changes } = open(false);
    await user.click(screen.getByRole('button', { name }));
    expect(changes).toEqual([{ start: start * HOUR, end: end * HOUR }]);
  });

  it('reset what was zoomed, and nothing else', async () => {
    const plain = open(false);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Reset the zoom' }).disabled).toBe(true);
    plain.unmount();
    const { user, changes } = open(true);
    await user.click(screen.getByRole('button', { name: 'Reset the zoom' }));
    expect(changes).toEqual([undefined]);
  });
});
