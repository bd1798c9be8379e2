import { describe, expect, it } from 'vitest';
import { growthExponent } from './statistics.ts';

describe('growth', () => {
  it('has the exponent of a power', () => {
    expect(growthExponent([10, 100, 1_000].map((x) => [x, 3 * x ** 1.5]))).toBeCloseTo(1.5);
    expect(growthExponent([10, 100, 1_000].map((x) => [x, 7]))).toBeCloseTo(0);
  });
});
