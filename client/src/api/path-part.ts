/**
 * A name as it stands in a path. The typed client puts parameters into paths as they are, and what comes out of the
 * browser's URL can hold anything: `1/../../users` must not become another path.
 */
export function pathPart(name: string): string {
  // Dots by themselves mean folders however they are escaped; with a space behind them they are nobody's name.
  return encodeURIComponent(name).replace(/^\.{1,2}$/, '$&%20');
}
