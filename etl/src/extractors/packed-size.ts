const MEBIBYTE = 1_048_576;

/** Tables pack to a tenth, those of repeated rows to a fiftieth; what packs better was made to fill a disk. */
const HIGHEST_RATIO = 250;
/** Below this size the ratio does not matter. */
const HARMLESS_BYTES = 10 * MEBIBYTE;

/** How many bytes something packed may hold: more come out of no table. */
export function mostUnpacked(packedBytes: number): number {
  return Math.max(HARMLESS_BYTES, packedBytes * HIGHEST_RATIO);
}
