/** From rest to the highest effort: one scale of lightness and warmth, which the colour-blind read too. */
const SCALE = {
  light: ['#b9d9dc', '#6fb3b8', '#e3b341', '#d97a2b', '#a8323a'],
  dark: ['#2f5a5f', '#4a9aa0', '#c99a2e', '#d9793a', '#e0606a'],
} as const;

/** Colour of a heart-rate zone by its place among the zones, from low to high. */
export function zoneColour(index: number, count: number, scheme: 'light' | 'dark'): string {
  const scale = SCALE[scheme];
  const place = count <= 1 ? 0 : Math.round((index / (count - 1)) * (scale.length - 1));
  return scale[Math.min(scale.length - 1, Math.max(0, place))] ?? scale[0];
}
