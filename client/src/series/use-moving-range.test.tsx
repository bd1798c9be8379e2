// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TimeRange } from '../time/time-range.ts';
import { useMovingRange } from './use-moving-range.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const range = (start: number): TimeRange => ({ start, end: start + 10 });

function open() {
  const asked: TimeRange[] = [];
  const hook = renderHook(
    ({ visible }) =>
      useMovingRange(visible, (next) => {
        asked.push(next);
      }),
    { initialProps: { visible: range(0) } },
  );
  return { ...hook, asked };
}

describe('a range that is moved', () => {
  it('is shown at once, and asked for when it rests: once, and where it came to', () => {
    const { result, asked } = open();
    for (const start of [1, 2, 3]) {
      act(() => {
        result.current.moveTo(range(start));
        vi.advanceTimersByTime(100);
      });
      expect(result.current.shown).toEqual(range(start));
    }
    expect(asked).toEqual([]);
    act(() => {
      vi.advanceTimersByTime(200);
    });
    expect(asked).toEqual([range(3)]);
  });

  it('gives way to the one that was chosen elsewhere', () => {
    const { result, rerender } = open();
    act(() => {
      result.current.moveTo(range(5));
    });
    rerender({ visible: range(50) });
    expect(result.current.shown).toEqual(range(50));
  });

  it('asks for nothing any more when the page is left', () => {
    const { result, unmount, asked } = open();
    act(() => {
      result.current.settle(range(5));
    });
    unmount();
    vi.advanceTimersByTime(1_000);
    expect(asked).toEqual([]);
  });
});
