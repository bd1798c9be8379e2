import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  buildDashboard,
  freePort,
  projectPath,
  startProcess,
  startTestDatabase,
  type TestProcess,
} from '@systole/test-kit';
import type AxeCore from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { PATIENCE_MS } from './patience.ts';

const ARTEFACTS = projectPath('test-results/screenshots');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface OpenPage {
  readonly page: Page;
  /** What the console and uncaught errors have said so far. */
  readonly complaints: string[];
  /** Keeps a picture among the artefacts. */
  screenshot: (name: string) => Promise<void>;
  /** Serious and critical violations that axe-core finds, as `rule: element`. */
  violations: () => Promise<string[]>;
}

type Prepare = (page: Page) => Promise<void>;

export interface TestDashboard extends AsyncDisposable {
  readonly pool: Awaited<ReturnType<typeof startTestDatabase>>['pool'];
  /** For further processes on the same database. */
  readonly databaseUrl: string;
  readonly url: string;
  readonly browser: Browser;
  /** Opens a path in a context of its own; `prepare` has the page before anything of it is there. */
  open: (path: string, options?: BrowserContextOptions, prepare?: Prepare) => Promise<OpenPage>;
  /** Adds readings every 15 seconds, without those of the second hour of the range, and brings the aggregates up to date. */
  fill: (userIds: readonly string[], start: string, end: string) => Promise<void>;
  stopApi: () => Promise<void>;
  startApi: () => Promise<void>;
}

/**
 * The built dashboard, its server, the API and a database, each for real, and a browser.
 * @param apiEnvironment is added to what the API needs.
 * @param frontOf gives the URL of something that stands between the dashboard and the API.
 */
export async function startDashboard(
  apiEnvironment: Readonly<Record<string, string>> = {},
  frontOf: (apiUrl: string) => string = (apiUrl) => apiUrl,
): Promise<TestDashboard> {
  const parts = new AsyncDisposableStack();
  try {
    await buildDashboard();
    const browser = await launchChromium();
    parts.defer(() => browser.close());
    const database = parts.use(await startTestDatabase());
    const [apiPort, clientPort] = [await freePort(), await freePort()];

    let api: TestProcess | undefined;
    const startApi = async () => {
      api = startProcess('api/src/main.ts', {
        environment: { API_PORT: String(apiPort), DATABASE_URL: database.url, ...apiEnvironment },
      });
      await api.printed(/listening on/);
    };
    const stopApi = async () => {
      await api?.[Symbol.asyncDispose]();
    };
    await startApi();
    parts.defer(stopApi);
    const server = parts.use(
      startProcess('client/src/server/main.ts', {
        environment: { CLIENT_PORT: String(clientPort), API_URL: frontOf(`http://127.0.0.1:${apiPort}`) },
      }),
    );
    await server.printed(/the dashboard is served/);
    const url = `http://127.0.0.1:${clientPort}`;
    return {
      pool: database.pool,
      databaseUrl: database.url,
      url,
      browser,
      open: (path, options, prepare) => open(browser, `${url}${path}`, options, prepare),
      fill: (userIds, start, end) => fill(database.pool, userIds, start, end),
      startApi,
      stopApi,
      [Symbol.asyncDispose]: () => parts.disposeAsync(),
    };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare?: Prepare,
): Promise<OpenPage> {
  const context = await browser.newContext({
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await prepare?.(page);
  await page.goto(url);
  return {
    page,
    complaints,
    screenshot: async (name) => {
      mkdirSync(ARTEFACTS, { recursive: true });
      await page.screenshot({ path: `${ARTEFACTS}/${name}.png`, fullPage: true });
    },
    violations: async () => {
      await page.evaluate(axeSource);
      return page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: typeof AxeCore };
        const { violations } = await axe.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      });
    },
  };
}

async function fill(
  pool: TestDashboard['pool'],
  userIds: readonly string[],
  start: string,
  end: string,
): Promise<void> {
  for (const [index, userId] of userIds.entries()) {
    await pool.query(`INSERT INTO ops.users (user_id, time_zone) VALUES ($1, 'Asia/Kolkata')`, [userId]);
    await pool.query(
      `INSERT INTO activities_heart_intraday ("timestamp", value, user_id)
       SELECT at, 60 + 10 * $4::int + round(8 * sin(extract(epoch FROM at)::double precision / 900)), $1
         FROM generate_series($2::timestamptz, $3::timestamptz, interval '15 seconds') AS at
        WHERE at < $2::timestamptz + interval '1 hour' OR at >= $2::timestamptz + interval '2 hours'`,
      [userId, start, end, index],
    );
  }
  for (const level of ['1m', '1h', '1d']) {
    await pool.query(`CALL refresh_continuous_aggregate('activities_heart_intraday_${level}', NULL, NULL)`);
  }
}
