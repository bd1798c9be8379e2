import { datasets } from '@systole/catalog';
import { createRegistry, detectServerFeatures, type Pool } from '@systole/service-kit';
import { startTestDatabase, testLogger } from '@systole/test-kit';
import { createApp, type AppSettings } from '../src/app.ts';
import type { ProblemBody } from '../src/problem.ts';
import { OpenApiValidator, type Method, type OpenApiDocument } from './open-api-validator.ts';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, as the test expects it; it has been checked against the schema that the API publishes. */
  readonly body: Body;
}

export interface TestApi extends AsyncDisposable {
  readonly app: ReturnType<typeof createApp>;
  readonly pool: Pool;
  /** Asks for a path, and fails where the answer is not as /openapi.json declares it. */
  get: <Body>(path: string, headers?: Record<string, string>) => Promise<Answer<Body>>;
  /** Sends a body, as JSON unless it says otherwise, and checks the answer in the same way. */
  post: <Body>(
    path: string,
    body: string,
    contentType?: string,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
  /** The same with another method. */
  send: <Body>(method: 'put' | 'patch' | 'delete', path: string, body?: string) => Promise<Answer<Body>>;
  /** Uploads a form, and checks the answer in the same way. */
  upload: <Body>(path: string, form: FormData, headers?: Record<string, string>) => Promise<Answer<Body>>;
  /** Asks for what is expected to be refused, and gives the problem. */
  problem: (path: string) => Promise<ProblemBody>;
  /** Adds readings of 60 to 100 bpm in quarters, whose sums are exact in whatever order they are added. */
  insertReadings: (userId: string, start: string, end: string, step: string) => Promise<void>;
  /** Brings every continuous aggregate up to date. */
  refresh: () => Promise<void>;
}

/** The API over a real database of its own, with nothing in it. */
export async function startTestApi(uploads?: AppSettings['uploads']): Promise<TestApi> {
  const database = await startTestDatabase();
  const { pool } = database;
  const app = createApp({
    pool,
    logger: testLogger,
    registry: createRegistry('api', 'test'),
    corsOrigins: ['https://dashboard.example'],
    ...(uploads && { uploads }),
  });
  const document = (await (await app.request('/openapi.json')).json()) as OpenApiDocument;
  const validator = new OpenApiValidator(document);
  const ask = async <Body>(
    method: Method,
    path: string,
    init: { readonly headers: Record<string, string>; readonly body?: string | FormData },
  ): Promise<Answer<Body>> => {
    const response = await app.request(path, { ...init, method: method.toUpperCase() });
    const { status } = response;
    const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
    const text = await response.text();
    const isJson = ['application/json', 'application/problem+json'].includes(mediaType);
    const body: unknown = isJson ? JSON.parse(text) : undefined;
    // An answer that has not changed has no body to check.
    if (status !== 304 && status !== 204)
      validator.expectDeclared(method, path.split('?')[0] ?? '', status, mediaType, body);
    return { status, headers: response.headers, text, body: body as Body };
  };
  const get = <Body>(path: string, headers: Record<string, string> = {}) =>
    ask<Body>('get', path, { headers });
  return {
    app,
    pool,
    get,
    post: (path, body, contentType = 'application/json', headers = {}) =>
      ask('post', path, { body, headers: { ...headers, 'content-type': contentType } }),
    send: (method, path, body) =>
      ask(method, path, {
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      }),
    upload: (path, body, headers = {}) => ask('post', path, { body, headers }),
    problem: async (path) => (await get<ProblemBody>(path)).body,
    insertReadings: async (userId, start, end, step) => {
      await pool.query('INSERT INTO ops.users (user_id) VALUES ($1) ON CONFLICT DO NOTHING', [userId]);
      await pool.query(
        `INSERT INTO activities_heart_intraday ("timestamp", value, user_id)
         SELECT at, 60 + floor(160 * abs(sin(extract(epoch FROM at)::double precision / 7))) / 4, $1
           FROM generate_series($2::timestamptz, $3::timestamptz - interval '1 microsecond', $4::interval) AS at`,
        [userId, start, end, step],
      );
    },
    refresh: () => refreshAll(pool),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

async function refreshAll(pool: Pool): Promise<void> {
  const { refreshOptions } = await detectServerFeatures(pool);
  const options = refreshOptions ? `, options => '{"buckets_per_batch": 0}'` : '';
  for (const { view } of [...datasets.values()].flatMap(({ rollups }) => rollups)) {
    await pool.query(`CALL refresh_continuous_aggregate('${view}', NULL, NULL${options})`);
  }
}
