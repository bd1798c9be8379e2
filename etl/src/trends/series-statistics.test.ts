import { describe, expect, it } from 'vitest';
import { describeSeries } from './series-statistics.ts';

describe('the statistics of a series', () => {
  it('are those of a straight line, by hand', () => {
    // Mean 120; squared deviations 400 + 100 + 0 + 100 + 400 = 1000, by 4 is 250; line 100 to 140.
    const found = describeSeries({ days: [10, 11, 12, 13, 14], values: [100, 110, 120, 130, 140] });
    expect(found.slopePerDay).toBeCloseTo(10, 12);
    expect(found.rSquared).toBeCloseTo(1, 12);
    expect(found.relativeChange).toBeCloseTo(40 / 120, 12);
    expect(found.coefficientOfVariation).toBeCloseTo(Math.sqrt(250) / 120, 12);
    expect(found.movingAverage7d).toBe(120);
  });

  it('are those of points about a line, by hand', () => {
    // Means 2 and 4; Sxy = 6, Sxx = 10: slope 0.6. Residuals squared 2.4 of 6: R² 0.6. Variance 6/4.
    const found = describeSeries({ days: [0, 1, 2, 3, 4], values: [2, 4, 5, 4, 5] });
    expect(found.slopePerDay).toBeCloseTo(0.6, 12);
    expect(found.rSquared).toBeCloseTo(0.6, 12);
    expect(found.relativeChange).toBeCloseTo((0.6 * 4) / 4, 12);
    expect(found.coefficientOfVariation).toBeCloseTo(Math.sqrt(1.5) / 4, 12);
  });

  it("agree with NIST's certified values for its reference data Norris", () => {
    const y = [
      0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3,
      448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2,
      117.6, 228.9, 668.4, 449.2, 0.2,
    ];
    const x = [
      0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0,
      447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1,
      118.3, 229.2, 669.1, 448.9, 0.5,
    ];
    const order = [...x.keys()].sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0));
    const found = describeSeries({
      days: order.map((i) => x[i] ?? NaN),
      values: order.map((i) => y[i] ?? NaN),
    });
    expect(found.slopePerDay).toBeCloseTo(1.00211681802045, 12);
    expect(found.rSquared).toBeCloseTo(0.999993745883712, 12);
  });

  it('are the same whenever the readings were taken', () => {
    const values = [71.2, 70.9, 71.5, 70.1, 69.8];
    const early = describeSeries({ days: [0, 1.5, 2.25, 9, 11], values });
    const late = describeSeries({ days: [20_000, 20_001.5, 20_002.25, 20_009, 20_011], values });
    expect(late.slopePerDay).toBeCloseTo(early.slopePerDay, 9);
    expect(late.rSquared).toBeCloseTo(early.rSquared, 9);
    // Days 4 to 11 hold the last two alone.
    expect(late.movingAverage7d).toBeCloseTo((70.1 + 69.8) / 2, 12);
  });

  it('say of readings that never differ that no line explains them', () => {
    const found = describeSeries({ days: [0, 1, 2], values: [80, 80, 80] });
    expect(found).toEqual({
      slopePerDay: 0,
      rSquared: 0,
      relativeChange: 0,
      coefficientOfVariation: 0,
      movingAverage7d: 80,
    });
  });
});
