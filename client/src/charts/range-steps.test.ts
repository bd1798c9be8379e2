import { describe, expect, it } from 'vitest';
import { panBy, zoomBy } from './range-steps.ts';

const hour = { start: 0, end: 3_600_000 };

describe('steps by keys and buttons', () => {
  it('move a range by a share of its length', () => {
    expect(panBy(hour, -0.5)).toEqual({ start: -1_800_000, end: 1_800_000 });
  });

  it('zoom around the middle, and back', () => {
    expect(zoomBy(hour, 0.5)).toEqual({ start: 900_000, end: 2_700_000 });
    expect(zoomBy(zoomBy(hour, 0.5), 2)).toEqual(hour);
  });

  it('go no nearer than ten seconds', () => {
    const { start, end } = Array.from({ length: 30 }).reduce<typeof hour>(
      (range) => zoomBy(range, 0.5),
      hour,
    );
    expect(end - start).toBe(10_000);
  });
});
