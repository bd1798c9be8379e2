import type { Level } from '../api/answers.ts';
import { formatCount } from '../units/format-value.ts';

const WORDS: Record<Level, string> = {
  raw: 'Readings as recorded',
  '1m': '1-minute averages',
  '1h': '1-hour averages',
  '1d': '1-day averages',
};

/** `1-minute averages, 1,440 points` */
export function describeLevel(level: Level, points: number, isDaily: boolean): string {
  const what = isDaily ? 'One value a day' : WORDS[level];
  return `${what}, ${formatCount(points)} ${points === 1 ? 'point' : 'points'}`;
}
