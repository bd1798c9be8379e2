// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../test/render.tsx';
import { useRange } from './use-range.ts';

const DAY = 86_400_000;
const history = { start: Date.UTC(2026, 0, 1), end: Date.UTC(2026, 10, 20) };
const june = { start: Date.UTC(2026, 5, 1), end: Date.UTC(2026, 6, 1) };

function RangeOfPage() {
  const { selection, visible, isZoomed, select, zoomTo, unreadable } = useRange(history);
  return (
    <>
      <output>{JSON.stringify({ selection, visible, isZoomed, unreadable })}</output>
      <button
        onClick={() => {
          select('all');
        }}
      >
        all
      </button>
      <button
        onClick={() => {
          select(june);
        }}
      >
        june
      </button>
      <button
        onClick={() => {
          zoomTo(june);
        }}
      >
        zoom
      </button>
      <button
        onClick={() => {
          zoomTo(undefined);
        }}
      >
        reset
      </button>
    </>
  );
}

const read = () => JSON.parse(screen.getByRole('status').textContent) as ReturnType<typeof useRange>;

describe('the range of a page', () => {
  it('is the last day where the URL names none', () => {
    show(<RangeOfPage />);
    const { selection, visible, isZoomed } = read();
    expect([selection, visible.end - visible.start, isZoomed]).toEqual(['24h', DAY, false]);
    expect(Math.abs(Date.now() - visible.end)).toBeLessThan(10 * 60_000);
  });

  it('is the one that the URL names, and the zoom within it', () => {
    show(<RangeOfPage />, { at: '/explore?range=all' });
    expect(read().visible).toEqual(history);
    show(<RangeOfPage />, { at: '/explore?range=all&zoom=20260601T000000Z-20260701T000000Z' });
    expect(JSON.parse(screen.getAllByRole('status')[1]?.textContent ?? '')).toMatchObject({
      selection: 'all',
      visible: june,
      isZoomed: true,
    });
  });

  it('goes into the URL, beside what else is there', async () => {
    const { user, place } = show(<RangeOfPage />, { at: '/explore?user=ada' });
    await user.click(screen.getByText('june'));
    expect(place().search.toString()).toBe('user=ada&range=20260601T000000Z-20260701T000000Z');
    await user.click(screen.getByText('all'));
    expect(place().search.get('range')).toBe('all');
    await user.click(screen.getByText('zoom'));
    expect(read()).toMatchObject({ selection: 'all', visible: june, isZoomed: true });
    await user.click(screen.getByText('reset'));
    expect(place().search.toString()).toBe('user=ada&range=all');
  });

  it('ends the zoom when another range is chosen', async () => {
    const { user, place } = show(<RangeOfPage />, { at: '/?zoom=20260601T000000Z-20260701T000000Z' });
    await user.click(screen.getByText('all'));
    expect(place().search.toString()).toBe('range=all');
  });

  it('is the standard one where the URL makes no sense, and names what it did not understand', () => {
    show(<RangeOfPage />, { at: '/?range=yesterday&zoom=20260701T000000Z-20260601T000000Z' });
    expect(read()).toMatchObject({
      selection: '24h',
      isZoomed: false,
      unreadable: ['range “yesterday”', 'zoom “20260701T000000Z-20260601T000000Z”'],
    });
  });
});
