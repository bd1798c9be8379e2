import type { Scheme } from '../../charts/chart-colours.ts';
import type { ChartMark } from '../../charts/marks-plugin.ts';
import type { TimeRange } from '../../time/time-range.ts';
import { formatValue } from '../../units/format-value.ts';
import { zoneLabel, type HeartRateZone } from './day-summary.ts';

/** From calm to strenuous. Every use has a label beside it, so that nothing hangs on the colour alone. */
const ZONE_COLOURS = ['#3f8fbf', '#2f9e7d', '#d08a1d', '#cc4b3e', '#9b4bb0'] as const;

const RESTING_COLOURS = { light: '#7a4fa3', dark: '#b48ede' } as const;
const SLEEP_COLOURS = { light: 'rgb(74 74 184 / 9%)', dark: 'rgb(157 157 242 / 12%)' } as const;

export function zoneColour(index: number): string {
  return ZONE_COLOURS[Math.min(index, ZONE_COLOURS.length - 1)] ?? ZONE_COLOURS[0];
}

interface DayContext {
  readonly zones: readonly HeartRateZone[];
  readonly sleep: readonly TimeRange[];
  readonly resting: number | null;
  readonly unit: string;
}

/** What is drawn behind the curve of a day: sleep, zones, resting heart rate. */
export function dayMarks({ zones, sleep, resting, unit }: DayContext, scheme: Scheme): ChartMark[] {
  return [
    ...sleep.map((span) => ({
      kind: 'time-span' as const,
      ...span,
      colour: SLEEP_COLOURS[scheme],
      label: 'Asleep',
    })),
    ...zones.map(({ name, min, max }, index) => ({
      kind: 'value-band' as const,
      from: min,
      to: reachOf(max, zones[index + 1]),
      colour: `${zoneColour(index)}${scheme === 'light' ? '1f' : '2e'}`,
      label: zoneLabel(name),
    })),
    ...(resting === null
      ? []
      : [
          {
            kind: 'value-line' as const,
            at: resting,
            colour: RESTING_COLOURS[scheme],
            label: `Resting ${formatValue(resting, unit)}`,
          },
        ]),
  ];
}

/** Some sources end a zone one beat before the next begins; between them is nothing. */
function reachOf(max: number, next: HeartRateZone | undefined): number {
  return next && next.min - max <= 1 ? next.min : max;
}
