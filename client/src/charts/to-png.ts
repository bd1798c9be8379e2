import type { ChartSeries } from './chart-series.ts';

const MARGIN = 16;
const TITLE_HEIGHT = 28;
const LEGEND_HEIGHT = 22;
const SWATCH_WIDTH = 18;

interface PngText {
  readonly title: string;
  /** Whose curves they are: outside the page nothing else says so. */
  readonly series: readonly Pick<ChartSeries, 'label' | 'look'>[];
}

interface PngColours {
  readonly surface: string;
  readonly strong: string;
}

/** A canvas as a PNG with a title and a legend, on a surface: a canvas itself is transparent. */
export async function toPng(canvas: HTMLCanvasElement, text: PngText, colours: PngColours): Promise<Blob> {
  const scale = canvas.width / canvas.clientWidth;
  const picture = document.createElement('canvas');
  const ctx = picture.getContext('2d');
  if (!ctx) throw new Error('this browser cannot draw');
  const font = getComputedStyle(document.body).fontFamily;
  ctx.font = `13px ${font}`;
  const lines = legendLines(ctx, text.series, canvas.clientWidth);
  const head = TITLE_HEIGHT + lines.length * LEGEND_HEIGHT;
  // This also forgets all that was set.
  picture.width = canvas.width + 2 * MARGIN * scale;
  picture.height = canvas.height + (2 * MARGIN + head) * scale;
  ctx.fillStyle = colours.surface;
  ctx.fillRect(0, 0, picture.width, picture.height);
  ctx.scale(scale, scale);
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colours.strong;
  ctx.font = `600 15px ${font}`;
  ctx.fillText(text.title, MARGIN, MARGIN + 8);
  ctx.font = `13px ${font}`;
  ctx.lineWidth = 3;
  lines.forEach((line, index) => {
    const y = MARGIN + TITLE_HEIGHT + index * LEGEND_HEIGHT + 6;
    for (const { left, label, look } of line) {
      ctx.strokeStyle = look.colour;
      ctx.setLineDash([...look.dash]);
      ctx.beginPath();
      ctx.moveTo(MARGIN + left, y);
      ctx.lineTo(MARGIN + left + SWATCH_WIDTH, y);
      ctx.stroke();
      ctx.fillText(label, MARGIN + left + SWATCH_WIDTH + 6, y);
    }
  });
  ctx.drawImage(canvas, MARGIN, MARGIN + head, canvas.clientWidth, canvas.clientHeight);
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('the picture could not be made'));
    }, 'image/png');
  });
}

type Placed = PngText['series'][number] & { readonly left: number };

/** The entries of a legend from left to right, in as many lines as they need. */
function legendLines(ctx: CanvasRenderingContext2D, series: PngText['series'], width: number): Placed[][] {
  const lines: Placed[][] = [];
  let left = Infinity;
  for (const one of series) {
    const length = SWATCH_WIDTH + 6 + ctx.measureText(one.label).width + 20;
    if (left + length > width) {
      lines.push([]);
      left = 0;
    }
    lines.at(-1)?.push({ ...one, left });
    left += length;
  }
  return lines;
}
