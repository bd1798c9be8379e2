import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startDashboard, type OpenPage, type TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import {
  cutOff,
  json,
  neverAnswer,
  passTo,
  startMisbehavingServer,
  text,
  type Behaviour,
  type MisbehavingServer,
} from './misbehaving-server.ts';

const HOUR = 3_600_000;

/** Between the dashboard and the API. */
let proxy: MisbehavingServer;
let dashboard: TestDashboard;
let pass: Behaviour;

beforeAll(async () => {
  proxy = await startMisbehavingServer();
  dashboard = await startDashboard({}, (apiUrl) => {
    pass = passTo(apiUrl);
    proxy.answer(pass);
    return proxy.url;
  });
  const now = Date.now();
  await dashboard.fill(['ada'], new Date(now - 50 * HOUR).toISOString(), new Date(now).toISOString());
});
afterAll(async () => {
  await dashboard[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});
afterEach(async () => {
  proxy.answer(pass);
  // A page that is left open goes on polling.
  await Promise.all(dashboard.browser.contexts().map((context) => context.close()));
});

/** What is done with readings; users and metrics are answered all the while. */
const answerSeries = (behaviour: Behaviour) => {
  proxy.answer((request, response) => {
    (request.url?.includes('timeseries') ? behaviour : pass)(request, response);
  });
};
const level = ({ page }: OpenPage) => page.getByRole('status').filter({ hasText: /[1-9]\d* points$/ });
const notice = ({ page }: OpenPage, title: string) => page.getByRole('heading', { name: title });

/** A page whose time flows as ever, until the test moves it on. */
const open = (path: string) =>
  dashboard.open(path, {}, async (page) => {
    await page.clock.install();
    // The one timer that Playwright's clock leaves alone.
    await page.addInitScript(() => {
      AbortSignal.timeout = (milliseconds) => {
        const controller = new AbortController();
        setTimeout(() => {
          controller.abort(new DOMException('The time is over.', 'TimeoutError'));
        }, milliseconds);
        return controller.signal;
      };
    });
  });
/** How soon a page asks again by itself where trouble may pass, and how long it waits for an answer. */
const [RECOVERY, PATIENCE] = [5_000, 30_000];
const TRUNCATED = '{"data":[{"user_id":"ada","timestamp":[1,2';

describe('an API that answers badly', () => {
  it.each([
    {
      how: 'not at all',
      behaviour: cutOff,
      title: 'The API cannot be reached',
      words: /API .*does not answer/,
    },
    {
      how: 'with 500',
      behaviour: json({ title: 'Something went wrong', detail: 'It has been logged.' }, 500),
      title: 'Something went wrong',
      words: /It has been logged\./,
    },
    {
      how: 'with 503 and no words',
      behaviour: text('', 503),
      title: 'The API has a problem',
      words: /tries again every few seconds/,
    },
    {
      how: 'with a page of HTML',
      behaviour: text('<h1>Welcome to nginx!</h1>'),
      title: 'The answer could not be read',
      words: /not what the API promises/,
    },
    {
      how: 'with half of its JSON',
      behaviour: text(TRUNCATED),
      title: 'The answer could not be read',
      words: /not what the API promises/,
    },
    {
      how: 'with JSON of another shape',
      behaviour: json({ data: 'plenty' }),
      title: 'The answer could not be read',
      words: /not what the API promises/,
    },
    {
      how: 'with 404',
      behaviour: json({ title: 'Unknown user', detail: 'There is no user "ada" any more.' }, 404),
      recovery: 30_000,
      title: 'Unknown user',
      words: /There is no user "ada" any more\./,
    },
  ])('$how: is told in words, on a first opening, and forgotten when it is well again', async (broken) => {
    answerSeries(broken.behaviour);
    const opened = await open('/explore?user=ada&range=24h');
    await notice(opened, broken.title).waitFor();
    await opened.page.getByText(broken.words).waitFor();
    await opened.page.getByRole('button', { name: 'Try again' }).waitFor();
    await opened.screenshot(`api-${broken.how.replaceAll(' ', '-')}`);
    await eventually(opened.violations).toEqual([]);
    proxy.answer(pass);
    // Nobody does anything.
    await opened.page.clock.fastForward(broken.recovery ?? RECOVERY);
    await level(opened).waitFor();
    await eventually(() => notice(opened, broken.title).count()).toBe(0);
  });

  it('slowly: the old picture stays, and after half a minute it is told in words', async () => {
    const opened = await open('/explore?user=ada&range=24h');
    await level(opened).waitFor();
    answerSeries(neverAnswer);
    await opened.page.getByText('7 d', { exact: true }).click();
    await opened.page.locator('[data-busy=true]').waitFor({ state: 'attached' });
    expect(await opened.page.locator('[aria-roledescription=chart]').isVisible()).toBe(true);
    await opened.page.clock.fastForward(PATIENCE);
    await notice(opened, 'The API takes too long').waitFor();
    expect(await opened.page.locator('[aria-roledescription=chart]').isVisible()).toBe(true);
    await opened.screenshot('api-slow');
    proxy.answer(pass);
    await opened.page.clock.fastForward(RECOVERY);
    await eventually(() => notice(opened, 'The API takes too long').count()).toBe(0);
    await level(opened).waitFor();
  });

  it('about everything: each page says so, and comes by itself', async () => {
    proxy.answer(text('', 503));
    const paths = ['/explore', '/compare', '/day', '/coverage', '/runs'];
    const all = await Promise.all(paths.map((path) => open(path)));
    for (const opened of all) await notice(opened, 'The API has a problem').first().waitFor();
    proxy.answer(pass);
    await Promise.all(all.map(({ page }) => page.clock.fastForward(RECOVERY)));
    for (const opened of all) await eventually(() => notice(opened, 'The API has a problem').count()).toBe(0);
    await Promise.all(all.map(({ page }) => page.getByRole('heading', { level: 1 }).waitFor()));
  });
});

describe('polling', () => {
  /** As a browser tells a page that its tab went to the back, or came to the front. */
  const setVisible = (page: Page, isVisible: boolean) =>
    page.evaluate((visible) => {
      Object.defineProperty(document, 'visibilityState', {
        configurable: true,
        get: () => (visible ? 'visible' : 'hidden'),
      });
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => !visible });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isVisible);
  const POLL = 10_000;

  it('asks with the entity tag, rests while the tab is hidden, and catches up when it is seen', async () => {
    const opened = await open('/explore?user=ada&range=24h');
    await level(opened).waitFor();
    const tags: unknown[] = [];
    const statuses: (number | undefined)[] = [];
    proxy.answer((request, response) => {
      if (request.url?.startsWith('/users')) {
        tags.push(request.headers['if-none-match']);
        response.on('finish', () => statuses.push(response.statusCode));
      }
      pass(request, response);
    });
    await opened.page.clock.fastForward(POLL);
    await eventually(() => statuses[0]).toBe(304);
    expect(tags[0]).toMatch(/^W?\/?"/);

    await setVisible(opened.page, false);
    const asked: string[] = [];
    opened.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    for (let polls = 0; polls < 3; polls += 1) await opened.page.clock.fastForward(POLL);
    // Requests are told of in their order: had there been one before this, it would be known by now.
    await opened.page.evaluate(() => fetch('/api/datasets'));
    expect(asked).toEqual(['/api/datasets']);
    await setVisible(opened.page, true);
    await eventually(() => asked).toContain('/api/users');
    expect(opened.complaints).toEqual([]);
  });
});
