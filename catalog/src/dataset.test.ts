import { describe, expect, it } from 'vitest';
import { defineDataset } from './dataset.ts';
import { heartRateIntraday, heartRateSummary } from './heart-rate.ts';

describe('a dataset', () => {
  it.each([
    [1, '7 days'],
    [5, '7 days'],
    [60, '70 days'],
    [86_400, '360 days'],
  ])('sampled every %i s has chunks of %s', (samplingSeconds, chunkInterval) => {
    expect(defineDataset({ ...heartRateIntraday, samplingSeconds }).chunkInterval).toBe(chunkInterval);
  });

  it('has rollups where it is a series, and none where it is daily', () => {
    expect(heartRateIntraday.rollups.map(({ view }) => view)).toEqual([
      'activities_heart_intraday_1m',
      'activities_heart_intraday_1h',
      'activities_heart_intraday_1d',
    ]);
    expect(heartRateSummary.rollups).toEqual([]);
  });

  it('is refused with a name that SQL would have to quote', () => {
    expect(() => defineDataset({ ...heartRateIntraday, key: 'Heart rate; DROP' })).toThrow(
      'not a plain SQL identifier: Heart rate; DROP',
    );
  });
});
