const MARGIN = 16;
const TITLE_HEIGHT = 32;

/** A canvas as a PNG with a title, on a surface: a canvas itself is transparent. */
export async function toPng(
  canvas: HTMLCanvasElement,
  title: string,
  { surface, strong }: { readonly surface: string; readonly strong: string },
): Promise<Blob> {
  const scale = canvas.width / canvas.clientWidth;
  const picture = document.createElement('canvas');
  picture.width = canvas.width + 2 * MARGIN * scale;
  picture.height = canvas.height + (2 * MARGIN + TITLE_HEIGHT) * scale;
  const ctx = picture.getContext('2d');
  if (!ctx) throw new Error('this browser cannot draw');
  ctx.fillStyle = surface;
  ctx.fillRect(0, 0, picture.width, picture.height);
  ctx.scale(scale, scale);
  ctx.fillStyle = strong;
  ctx.font = `600 15px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textBaseline = 'top';
  ctx.fillText(title, MARGIN, MARGIN);
  ctx.drawImage(canvas, MARGIN, MARGIN + TITLE_HEIGHT, canvas.clientWidth, canvas.clientHeight);
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('the picture could not be made'));
    }, 'image/png');
  });
}
