import type { ChartPoint, ChartSeries } from '../charts/chart-series.ts';
import type { UserLook } from '../users/colours.ts';
import { formatMeasured, measureOf } from './describe-check.ts';
import type { CheckHistory, QualityHistory } from './quality-queries.ts';

export interface CheckLooks {
  readonly value: UserLook;
  readonly failed: UserLook;
}

/** What a check found in run after run, with rings around where it failed. Where nothing could be measured is a gap. */
export function checkSeries(
  { kind, history }: Pick<CheckHistory, 'kind' | 'history'>,
  runs: QualityHistory['runs'],
  looks: CheckLooks,
): ChartSeries[] {
  const begun = new Map(runs.map(({ run_id, started_at }) => [run_id, Date.parse(started_at)]));
  const { factor } = measureOf(kind);
  const found = history
    .flatMap(({ run_id, passed, value }) => {
      const x = begun.get(run_id);
      const y = value === null ? NaN : value * factor;
      return x === undefined ? [] : [{ run_id, passed, value, point: { x, y, min: y, max: y, count: 1 } }];
    })
    .sort((a, b) => a.point.x - b.point.x);
  const told = new Map<ChartPoint, string>(
    found.map(({ run_id, value, point }) => [point, `${formatMeasured(kind, value)} (run ${run_id})`]),
  );
  const describe = (point: ChartPoint) => told.get(point) ?? '';
  const failed = found.filter(({ passed }) => !passed).map(({ point }) => point);
  return [
    {
      id: 'value',
      label: 'Found',
      look: looks.value,
      style: 'dotted',
      points: found.map(({ point }) => point),
      describe,
    },
    ...(failed.length === 0
      ? []
      : [
          {
            id: 'failed',
            label: 'Not passed',
            look: looks.failed,
            style: 'rings' as const,
            points: failed,
            describe,
          },
        ]),
  ];
}
