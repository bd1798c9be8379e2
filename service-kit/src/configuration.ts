import { z } from 'zod';

/** The environment cannot be used. `problems` names every variable that is wrong, not only the first. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : 'problems'}:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/**
 * Reads a service's configuration from the environment. An empty variable counts as not set, as in compose files.
 * @throws {ConfigurationError} with all problems together, before anything has been started.
 */
export function readConfiguration<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigurationError(
    result.error.issues.map((issue) => {
      const name = String(issue.path[0] ?? 'environment');
      // A URL may hold a password, so its value is never repeated.
      const shown = /URL|PASSWORD|SECRET|TOKEN/.test(name)
        ? ''
        : ` (it is ${JSON.stringify(given[name] ?? 'not set')})`;
      return `${name}: ${issue.message}${shown}`;
    }),
  );
}

/** The pieces that configuration schemas are made of. Each message says what would be right. */
export const variable = {
  port: (standard: number) =>
    z
      .string()
      .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
      .transform(Number)
      .refine((port) => port <= 65_535, 'must be a port number from 0 to 65535')
      .default(standard),
  host: (standard = '127.0.0.1') => z.string().min(1).default(standard),
  wholeNumber: (least: number, most: number) =>
    z
      .string()
      .regex(/^-?\d{1,15}$/, `must be a whole number from ${least} to ${most}`)
      .transform(Number)
      .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`),
  number: (least: number, most: number) =>
    z
      .string()
      .transform(Number)
      .refine((value) => value >= least && value <= most, `must be a number from ${least} to ${most}`),
  flag: (standard: boolean) =>
    z
      .enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'], 'must be true or false')
      .transform((value) => ['true', '1', 'yes', 'on'].includes(value))
      .default(standard),
  databaseUrl: () =>
    z
      .string(
        'must be set to the URL of a PostgreSQL server, like postgres://user:password@host:5432/systole',
      )
      .regex(/^postgres(ql)?:\/\/\S+$/, 'must be a URL like postgres://user:password@host:5432/systole'),
  timeZone: (standard = 'UTC') =>
    z.string().refine(isTimeZone, 'must be an IANA time zone, like Europe/Berlin').default(standard),
  userId: () => z.string().regex(USER_ID, USER_ID_RULE),
  logLevel: () =>
    z.enum(['error', 'warn', 'info', 'debug'], 'must be error, warn, info or debug').default('info'),
  logFormat: () => z.enum(['json', 'pretty'], 'must be json or pretty').default('json'),
};

/** What may name a user: it stands in URLs, file names and labels. */
export const USER_ID = /^[A-Za-z0-9](?:[A-Za-z0-9._@-]{0,126}[A-Za-z0-9])?$/;
export const USER_ID_RULE =
  'must be 1 to 128 letters, digits, dots, hyphens, underscores or @, beginning and ending with a letter or digit';

/** Whether the name is one of the IANA time zones that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
