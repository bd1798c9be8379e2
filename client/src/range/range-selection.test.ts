import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets, rangeToText, resolveSelection, textToRange, textToSelection } from './range-selection.ts';

const NOW = Date.parse('2026-11-21T04:30:00Z');

describe('the range in the URL', () => {
  it('is read as it was written, to the second', () => {
    const seconds = fc.integer({ min: -2_000_000_000, max: 7_000_000_000 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 1e9 }), (start, length) => {
        const range = { start: start * 1_000, end: (start + length) * 1_000 };
        expect(textToRange(rangeToText(range))).toEqual(range);
      }),
    );
  });

  it('has nothing in it that a URL must escape', () => {
    const text = rangeToText({ start: NOW, end: NOW + 3_600_000 });
    expect(text).toBe('20261121T043000Z-20261121T053000Z');
    expect(new URLSearchParams({ text }).toString()).toBe(`text=${text}`);
  });

  it.each([
    '',
    'whenever',
    '25h',
    '20261121T043000Z',
    '20261121T053000Z-20261121T043000Z',
    '20261121T043000Z-20261121T043000Z',
    '20260631T000000Z-20261121T043000Z',
    '20261121T043000Z-20261121T053000Z-20261121T063000Z',
    '<script>-alert(1)',
  ])('is not taken for one: %j', (text) => {
    expect(textToSelection(text)).toBeUndefined();
  });
});

describe('presets', () => {
  it('end now and are as long as they say', () => {
    const lengths = presets
      .filter(({ key }) => key !== 'all')
      .map(({ key }) => {
        const { start, end } = resolveSelection(key, NOW, undefined);
        expect(end).toBe(NOW);
        return (end - start) / 3_600_000;
      });
    expect(lengths).toEqual([1, 24, 168, 720, 2_160, 8_760]);
  });

  it('all is the whole history, or the last day where there is none', () => {
    const history = { start: 5, end: 10 };
    expect(resolveSelection('all', NOW, history)).toEqual(history);
    expect(resolveSelection('all', NOW, undefined)).toEqual(resolveSelection('24h', NOW, undefined));
  });
});
