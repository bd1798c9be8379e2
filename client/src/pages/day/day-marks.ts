import type { Scheme } from '../../charts/chart-colours.ts';
import type { ChartMark } from '../../charts/marks-plugin.ts';
import type { TimeRange } from '../../time/time-range.ts';
import { formatValue } from '../../units/format-value.ts';
import { zoneColour } from '../../users/zone-colours.ts';
import { zoneLabel } from '../../users/zone-label.ts';
import type { HeartRateZone } from './day-summary.ts';

/** As the last two digits of a colour: the curve must stay the strongest. */
const BAND_ALPHA = { light: '30', dark: '40' } as const;
const RESTING_COLOURS = { light: '#7a4fa3', dark: '#b48ede' } as const;
const SLEEP_COLOURS = { light: 'rgb(74 74 184 / 9%)', dark: 'rgb(157 157 242 / 12%)' } as const;

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
      colour: `${zoneColour(index, zones.length, scheme)}${BAND_ALPHA[scheme]}`,
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
