/** What a random number is for: draws of different streams have nothing to do with each other. */
export const STREAM = {
  person: 1,
  day: 2,
  sampling: 3,
  fitness: 4,
  dayToDay: 5,
  activity: 6,
  restlessness: 7,
  beat: 8,
  shortPage: 9,
  trailingToken: 10,
  unknownField: 11,
  badReading: 12,
  badReadingKind: 13,
} as const;

export type Stream = (typeof STREAM)[keyof typeof STREAM];

/** Mixes all bits of a 32-bit integer (the "lowbias32" finaliser by Chris Wellons). */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

/** The same three integers always give the same 32 bits: random access instead of a sequence. */
export function hash(seed: number, stream: Stream, index: number): number {
  return mix(mix(mix(seed | 0) + stream) + (index | 0)) >>> 0;
}

/** A number in [0, 1), from its place alone. */
export function unit(seed: number, stream: Stream, index: number): number {
  return hash(seed, stream, index) / 4_294_967_296;
}

/** A sequence of numbers in [0, 1) that begins anew at every place (mulberry32). */
export function dice(seed: number, stream: Stream, index: number): () => number {
  let state = hash(seed, stream, index);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let h = Math.imul(state ^ (state >>> 15), 1 | state);
    h = (h + Math.imul(h ^ (h >>> 7), 61 | h)) ^ h;
    return ((h ^ (h >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Autocorrelated noise in [-1, 1] that can be read at any `x` (value noise): independent values at whole numbers, joined
 * smoothly. Noise over a distance of less than 1 is alike, over more than 2 it is not.
 */
export function smoothNoise(seed: number, stream: Stream, x: number): number {
  const cell = Math.floor(x);
  const within = x - cell;
  const weight = within * within * (3 - 2 * within);
  const before = unit(seed, stream, cell);
  return 2 * (before + (unit(seed, stream, cell + 1) - before) * weight) - 1;
}
