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
  /** Around labels, so that they can be read before a curve: the colour of the surface. */
  readonly halo?: string;
}

/** Marks are behind the data, their labels before it. */
export const marksPlugin: Plugin<'line', MarksOptions> = {
  id: 'marks',
  beforeDatasetsDraw: (chart, _event, { marks = [] }) => {
    inChartArea(chart, () => {
      for (const mark of marks) {
        const { left, top, width, height } = boxOf(chart, mark);
        chart.ctx.fillStyle = mark.colour;
        chart.ctx.fillRect(left, top, width, height);
      }
    });
  },
  afterDatasetsDraw: (chart, _event, { marks = [], halo }) => {
    const { ctx, options } = chart;
    inChartArea(chart, () => {
      ctx.font = `11px ${String(options.font?.family)}`;
      ctx.textBaseline = 'top';
      ctx.lineJoin = 'round';
      ctx.lineWidth = 3;
      ctx.strokeStyle = halo ?? 'transparent';
      ctx.fillStyle = options.color as string;
      for (const mark of marks) {
        const { left, top, width, height } = boxOf(chart, mark);
        // Out of the picture, and so is its label.
        if (mark.label === undefined || width <= 0 || height <= 0) continue;
        ctx.strokeText(mark.label, left + 6, top + 4);
        ctx.fillText(mark.label, left + 6, top + 4);
      }
    });
  },
};

function inChartArea({ ctx, chartArea }: Chart, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  ctx.clip();
  draw();
  ctx.restore();
}

/** The part of the chart that a mark covers, in pixels; of no width or height where it is out of the picture. */
function boxOf({ chartArea, scales }: Chart, mark: ChartMark) {
  const xOf = (instant: number) => scales.x?.getPixelForValue(instant) ?? 0;
  const yOf = (value: number) => scales.y?.getPixelForValue(value) ?? 0;
  let { left, right, top, bottom } = chartArea;
  if (mark.kind === 'value-band') {
    top = Math.max(top, yOf(mark.to));
    bottom = Math.min(bottom, yOf(mark.from));
  } else if (mark.kind === 'time-span') {
    left = Math.max(left, xOf(mark.start));
    right = Math.min(right, xOf(mark.end));
  } else {
    top = Math.max(top, yOf(mark.at) - 0.75);
    bottom = Math.min(bottom, yOf(mark.at) + 0.75);
  }
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
