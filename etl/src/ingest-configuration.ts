import { variable, type Logger } from '@systole/service-kit';
import { z } from 'zod';
import { AccessTokens } from './google-health/access-tokens.ts';
import { GoogleHealthClient, type RequestObservation } from './google-health/client.ts';
import type { IngestSettings } from './ingest.ts';
import { isIsoDay } from './time/local-clock.ts';

const DEFAULT_HISTORY_DAYS = 30;

const isoDate = () => z.string().refine(isIsoDay, 'must be a date like 2025-06-29');

const url = () =>
  z.string().refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'must be an http(s) URL');

const list = (text: string) => text.split(',').map((item) => item.trim());

/** The variables that say whose data is fetched, from where and how; part of the configuration of whoever ingests. */
export const ingestVariables = {
  /** The one user of this process; or, in its place, several. */
  USER_ID: variable.userId().optional(),
  USER_IDS: z.string().transform(list).pipe(z.array(variable.userId())).optional(),
  TIME_ZONE: variable.timeZone(),
  /** First day to fetch; 30 days ago when not set. */
  START_DATE: isoDate().optional(),
  /** Last day to fetch; until now when not set. */
  END_DATE: isoDate().optional(),
  /** Rows of a transaction; chosen by the server when not set. */
  BATCH_SIZE: variable.wholeNumber(1, 1_000_000).optional(),
  DELTA_MODE: variable.flag(true),
  UPSERT_MODE: variable.flag(true),
  LOOKBACK_HOURS: variable.wholeNumber(0, 24 * 365).default(24),
  GOOGLE_HEALTH_URL: url().default('https://health.googleapis.com'),
  GOOGLE_TOKEN_URL: url().default('https://oauth2.googleapis.com/token'),
  GOOGLE_CLIENT_ID: z.string('must be set to the OAuth client id'),
  GOOGLE_CLIENT_SECRET: z.string('must be set to the OAuth client secret'),
  /** Refresh token of USER_ID, or those of USER_IDS in the same order. */
  GOOGLE_REFRESH_TOKEN: z
    .string('must be set to the OAuth refresh token of each user, comma-separated')
    .transform(list),
} as const;

export type IngestConfiguration = z.infer<z.ZodObject<typeof ingestVariables>>;

/** What must hold between the variables; for `superRefine` of the schema they are part of. */
export function checkIngestVariables(configuration: IngestConfiguration, context: z.RefinementCtx): void {
  const wrong = (name: keyof IngestConfiguration, message: string) => {
    context.addIssue({ code: 'custom', path: [name], message });
  };
  const { USER_ID, USER_IDS, START_DATE, END_DATE, GOOGLE_REFRESH_TOKEN } = configuration;
  if ((USER_ID === undefined) === (USER_IDS === undefined))
    wrong('USER_ID', 'either USER_ID or USER_IDS must be set, and not both');
  const users = usersOf(configuration);
  if (new Set(users).size < users.length) wrong('USER_IDS', 'must not name a user twice');
  if (users.length > 0 && GOOGLE_REFRESH_TOKEN.length !== users.length) {
    wrong(
      'GOOGLE_REFRESH_TOKEN',
      `must hold one token for each of the ${users.length} users, and holds ${GOOGLE_REFRESH_TOKEN.length}`,
    );
  }
  if (START_DATE !== undefined && END_DATE !== undefined && START_DATE > END_DATE) {
    wrong('END_DATE', 'must not lie before START_DATE');
  }
}

export function usersOf({ USER_ID, USER_IDS }: IngestConfiguration): readonly string[] {
  return USER_IDS ?? (USER_ID === undefined ? [] : [USER_ID]);
}

/** Everything that {@link ingestUser} needs to know of each user, but for what triggered it. */
export function ingestSettings(
  configuration: IngestConfiguration,
  logger: Logger,
  onRequest?: (observation: RequestObservation) => void,
  signal?: AbortSignal,
): readonly Omit<IngestSettings, 'trigger' | 'startDate'>[] {
  return usersOf(configuration).map((userId, index) => {
    const tokens = new AccessTokens(
      {
        tokenUrl: configuration.GOOGLE_TOKEN_URL,
        clientId: configuration.GOOGLE_CLIENT_ID,
        clientSecret: configuration.GOOGLE_CLIENT_SECRET,
        refreshToken: configuration.GOOGLE_REFRESH_TOKEN[index] ?? '',
      },
      logger,
      signal,
    );
    return {
      userId,
      timeZone: configuration.TIME_ZONE,
      client: new GoogleHealthClient({
        origin: configuration.GOOGLE_HEALTH_URL,
        tokens,
        logger,
        signal,
        onRequest,
      }),
      endDate: configuration.END_DATE,
      deltaMode: configuration.DELTA_MODE,
      upsertMode: configuration.UPSERT_MODE,
      lookbackHours: configuration.LOOKBACK_HOURS,
      batchSize: configuration.BATCH_SIZE,
    };
  });
}

/** START_DATE, or thirty days ago; asked at each run, since a service lives for months. */
export function startDateOf({ START_DATE }: IngestConfiguration, now: Date): string {
  return START_DATE ?? new Date(now.getTime() - DEFAULT_HISTORY_DAYS * 86_400_000).toISOString().slice(0, 10);
}
