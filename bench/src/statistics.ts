import { linearRegression } from 'simple-statistics';

export { median } from 'simple-statistics';

/**
 * How something grows: the exponent b of y = a·x^b, by least squares on the logarithms. 0: not at all, 1: in
 * proportion.
 * @param points x and y, both positive; at least two different x
 */
export function growthExponent(points: readonly (readonly [x: number, y: number])[]): number {
  return linearRegression(points.map(([x, y]) => [Math.log(x), Math.log(y)])).m;
}
