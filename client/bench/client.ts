/**
 * Figures of the dashboard, in headless Chromium on the real API and the embedded database: `npm run bench:client`.
 * What it prints depends on the machine; nothing here passes or fails.
 */
import { readdir, stat } from 'node:fs/promises';
import { projectPath } from '@systole/test-kit';
import { startDashboard, type TestDashboard } from '../test/dashboard.ts';

const MINUTE = 60_000;
const USERS = ['user1', 'user2', 'user3', 'user4', 'user5'];
const VISIBLE_MINUTES = 2_000;
const OPENINGS = 7;

await using dashboard = await startDashboard();
const end = Math.floor(Date.now() / MINUTE) * MINUTE;
await dashboard.fill(
  USERS,
  new Date(end - 3 * VISIBLE_MINUTES * MINUTE).toISOString(),
  new Date(end).toISOString(),
);

const openings = [];
for (let round = 0; round < OPENINGS; round += 1) openings.push(await openingTimes(dashboard));
const pan = await panning(dashboard);
const bundles = await bundleSizes();

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
console.table({
  'first chart, cold cache (ms)': {
    measured: Math.round(median(openings.map(({ chart }) => chart))),
    aim: '≤ 1500',
  },
  'shell, cold cache (ms)': { measured: Math.round(median(openings.map(({ shell }) => shell))), aim: '' },
  'JavaScript for the first chart (kB, gzip)': {
    measured: Math.round(median(openings.map(({ script }) => script)) / 1_000),
    aim: '≤ 250',
  },
  [`panning ${USERS.length} users, ${pan.points} points (frames/s)`]: {
    measured: Math.round(pan.perSecond),
    aim: '≥ 50',
  },
  'longest frame while panning (ms)': { measured: Math.round(pan.longest), aim: '' },
});
console.table(bundles);

/** From the navigation to the first drawn chart, and what of JavaScript was asked for until then, with nothing cached. */
async function openingTimes({ browser, url }: TestDashboard) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/explore?range=24h&user=user1`);
  const at = async (selector: string) => {
    const handle = await page.waitForFunction(
      (text) => (document.querySelector(text) ? performance.now() : 0),
      selector,
      { polling: 'raf' },
    );
    return handle.jsonValue();
  };
  const shell = await at('nav');
  const chart = await at('[aria-roledescription=chart] canvas');
  const loaded = await page.evaluate(
    (until) =>
      performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => startTime <= until)
        .map(({ name }) => new URL(name).pathname)
        .filter((path) => path.endsWith('.js')),
    chart,
  );
  await context.close();
  const sizes = await Promise.all(loaded.map(async (path) => (await stat(distPath(`${path}.gz`))).size));
  return { shell, chart, script: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Frames a second while a chart of five users is dragged to and fro. */
async function panning({ browser, url }: TestDashboard) {
  const context = await browser.newContext({ viewport: { width: 1_400, height: 900 } });
  const page = await context.newPage();
  const text = (instant: number) => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
  const range = `${text(end - 2 * VISIBLE_MINUTES * MINUTE)}-${text(end - VISIBLE_MINUTES * MINUTE)}`;
  await page.goto(`${url}/explore?range=${range}&${USERS.map((user) => `user=${user}`).join('&')}`);
  const level = page.getByText(/^1-minute averages/);
  await level.waitFor();
  const points = Number(/([\d,]+) points/.exec((await level.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
  // Dragging is fetched after the first picture; its plugin marks the canvas.
  await page.waitForFunction(() => document.querySelector('canvas')?.style.touchAction !== '');
  const box = await page.locator('[aria-roledescription=chart]').boundingBox();
  if (!box) throw new Error('the chart has no box');
  const y = box.y + box.height / 2;
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  const frames = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        const next = (time: number) => {
          times.push(time);
          if (time - (times[0] ?? time) < 4_000) requestAnimationFrame(next);
          else resolve(times);
        };
        requestAnimationFrame(next);
      }),
  );
  const isOver = frames.then(() => true);
  for (let step = 0; ; step += 1) {
    await page.mouse.move(box.x + box.width * (0.5 + 0.2 * Math.sin(step / 20)), y);
    if (await Promise.race([isOver, new Promise<false>((resolve) => setTimeout(resolve, 4, false))])) break;
  }
  await page.mouse.up();
  const times = await frames;
  await context.close();
  const lengths = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return { points, perSecond: (lengths.length / span) * 1_000, longest: Math.max(...lengths) };
}

/** Every script and style sheet of the build, as gzip sends it. */
async function bundleSizes() {
  const names = (await readdir(distPath('/assets'))).filter((name) => /\.(js|css)$/.test(name));
  const rows = await Promise.all(
    names.map(async (name) => ({
      file: name,
      'kB gzip': (await stat(distPath(`/assets/${name}.gz`))).size / 1_000,
    })),
  );
  return rows.sort((a, b) => b['kB gzip'] - a['kB gzip']);
}

function distPath(path: string): string {
  return projectPath(`client/dist${path}`);
}
