import type { Chart, Plugin } from 'chart.js';

/** What is drawn behind the data to explain it. Values in the chart's unit, times in milliseconds since 1970. */
export type ChartMark =
  /** Between two values across the whole chart, such as a heart-rate zone. */
  | {
      readonly kind: 'value-band';
      readonly from: number;
      readonly to: number;
      readonly colour: string;
      readonly label?: string;
    }
  /** At one value across the whole chart, such as the resting heart rate. */
  | { readonly kind: 'value-line'; readonly at: number; readonly colour: string; readonly label?: string }
  /** Between two instants from top to bottom, such as sleep. */
  | {
      readonly kind: 'time-span';
      readonly start: number;
      readonly end: number;
      readonly colour: string;
      readonly label?: string;
    };

interface MarksOptions {
  readonly marks?: readonly ChartMark[];
}

export const marksPlugin: Plugin<'line', MarksOptions> = {
  id: 'marks',
  beforeDatasetsDraw: (chart, _event, { marks }) => {
    if (!marks || marks.length === 0) return;
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
    ctx.clip();
    for (const mark of marks) drawMark(chart, mark);
    ctx.restore();
  },
};

function drawMark({ ctx, chartArea, scales, options }: Chart, mark: ChartMark): void {
  const { left, right, top, bottom } = chartArea;
  const xOf = (instant: number) => scales.x?.getPixelForValue(instant) ?? 0;
  const yOf = (value: number) => scales.y?.getPixelForValue(value) ?? 0;
  let labelAt: readonly [x: number, y: number];
  ctx.fillStyle = mark.colour;
  if (mark.kind === 'value-band') {
    const upper = Math.max(top, yOf(mark.to));
    const lower = Math.min(bottom, yOf(mark.from));
    // Out of the picture, and so must be its label.
    if (upper >= lower) return;
    ctx.fillRect(left, upper, right - left, lower - upper);
    labelAt = [left + 6, upper + 4];
  } else if (mark.kind === 'time-span') {
    ctx.fillRect(xOf(mark.start), top, xOf(mark.end) - xOf(mark.start), bottom - top);
    labelAt = [Math.max(left, xOf(mark.start)) + 6, top + 4];
  } else {
    ctx.fillRect(left, yOf(mark.at) - 0.75, right - left, 1.5);
    labelAt = [left + 6, yOf(mark.at) + 4];
  }
  if (mark.label === undefined) return;
  ctx.fillStyle = options.color as string;
  ctx.font = `11px ${String(options.font?.family)}`;
  ctx.textBaseline = 'top';
  ctx.fillText(mark.label, ...labelAt);
}
