import { listen } from '@systole/service-kit';
import {
  createSimulator,
  type FaultSwitchboard,
  type SimulatedUser,
  type SimulatorSettings,
} from '../src/index.ts';

export const ANNA: SimulatedUser = { id: 'anna', seed: 23, timeZone: 'Europe/Berlin' };
export const BEN: SimulatedUser = { id: 'ben', seed: 37 };

/** A clock that stands still until it is moved, in the middle of a day in all zones of the tests. */
export class TestClock {
  #ms = Date.UTC(2026, 5, 17, 12, 30, 15);
  readonly now = (): Date => new Date(this.#ms);

  advance(seconds: number): void {
    this.#ms += seconds * 1_000;
  }
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A simulator on a free port and what a client of it needs; closes with `await using`. */
export interface RunningSimulator extends AsyncDisposable {
  readonly url: string;
  readonly clock: TestClock;
  readonly faults: FaultSwitchboard;
  /** Gets an access token of the first user, or of another. */
  signIn: (userId?: string) => Promise<string>;
  /** Posts a form to the token endpoint. */
  token: (form: Readonly<Record<string, string>>) => Promise<JsonAnswer>;
  /** `GET /v4/users/me/…` with an access token, of the first user when none is given. */
  get: (path: string, query?: Readonly<Record<string, string>>, accessToken?: string) => Promise<JsonAnswer>;
}

export async function startSimulator(settings: Partial<SimulatorSettings> = {}): Promise<RunningSimulator> {
  const clock = new TestClock();
  const { app, faults } = createSimulator({
    users: [ANNA, BEN],
    now: clock.now,
    quotaPerMinute: 100_000,
    ...settings,
  });
  const server = await listen(app, { host: '127.0.0.1', port: 0, portVariable: 'SIMULATOR_PORT' });

  const token = (form: Readonly<Record<string, string>>) =>
    fetch(`${server.url}/token`, { method: 'POST', body: new URLSearchParams(form) }).then(answerOf);
  const signIn = async (userId = 'anna') => {
    const { body } = await token(refreshForm(userId));
    return (body as { access_token: string }).access_token;
  };
  let standing: string | undefined;
  return {
    url: server.url,
    clock,
    faults,
    signIn,
    token,
    get: async (path, query = {}, accessToken) => {
      const bearer = accessToken ?? (standing ??= await signIn());
      const url = `${server.url}/v4/users/me/${path}?${new URLSearchParams(query).toString()}`;
      return answerOf(await fetch(url, { headers: { authorization: `Bearer ${bearer}` } }));
    },
    [Symbol.asyncDispose]: () => server.close(0),
  };
}

/** The form that refreshes the access token of a user. */
export function refreshForm(userId: string): Record<string, string> {
  return {
    grant_type: 'refresh_token',
    refresh_token: `demo-refresh-${userId}`,
    client_id: 'demo-client',
    client_secret: 'demo-secret',
  };
}

async function answerOf(response: Response): Promise<JsonAnswer> {
  return { status: response.status, headers: response.headers, body: await response.json() };
}

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface CivilTime {
  readonly date: CivilDate;
  readonly time: { readonly hours?: number; readonly minutes?: number; readonly seconds?: number };
}

export interface HeartRatePoint {
  readonly name?: string;
  readonly dataSource: unknown;
  readonly heartRate: {
    readonly sampleTime: {
      readonly physicalTime: string;
      readonly utcOffset: string;
      readonly civilTime: CivilTime;
    };
    readonly beatsPerMinute: string;
    readonly metadata?: unknown;
  };
}

export interface Page<Point> {
  readonly dataPoints?: readonly Point[];
  readonly nextPageToken?: string;
}

/** Follows the page tokens of a list to its end. */
export async function allPages<Point>(
  simulator: RunningSimulator,
  dataType: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly Page<Point>[]> {
  const pages: Page<Point>[] = [];
  let pageToken: string | undefined;
  do {
    const { body } = await simulator.get(`dataTypes/${dataType}/dataPoints`, {
      ...query,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
    const page = body as Page<Point>;
    pages.push(page);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return pages;
}

export async function allPoints<Point>(
  simulator: RunningSimulator,
  dataType: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly Point[]> {
  const pages = await allPages<Point>(simulator, dataType, query);
  return pages.flatMap(({ dataPoints = [] }) => dataPoints);
}

/** The filter for heart rate in `[start, end)`. */
export function heartRateFilter(start: string, end: string): string {
  const member = 'heart_rate.sample_time.physical_time';
  return `${member} >= "${start}" AND ${member} < "${end}"`;
}
