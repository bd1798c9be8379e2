import { Writable } from 'node:stream';
import winston from 'winston';

export type Logger = winston.Logger;

export interface LoggerSettings {
  readonly service: string;
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** `json` for collectors, `pretty` for people. */
  readonly format: 'json' | 'pretty';
  /** Where the lines go, `stdout` when not set; a command whose results go there logs to `stderr`. */
  readonly stream?: 'stdout' | 'stderr';
}

const COLOURS = { error: '\u001b[31m', warn: '\u001b[33m', info: '\u001b[32m', debug: '\u001b[90m' } as const;
const RESET = '\u001b[0m';

/** Errors as fields: message, code and the chain of causes; the stack only where somebody debugs. */
const errorsAsFields = winston.format((entry) => {
  for (const [key, value] of Object.entries(entry)) {
    if (value instanceof Error) entry[key] = describeError(value);
  }
  return entry;
});

const pretty = winston.format.printf((entry) => {
  const { timestamp, level, message, ...fields } = entry;
  const colour = process.env['NO_COLOR'] ? '' : COLOURS[level as keyof typeof COLOURS];
  const text = Object.entries(fields)
    .filter(([key, value]) => key !== 'service' && value !== undefined)
    .map(
      ([key, value]) =>
        `${key}=${typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value)}`,
    )
    .join(' ');
  const reset = colour === '' ? '' : RESET;
  return `${String(timestamp).slice(11, 23)} ${colour}${level.padEnd(5)}${reset} ${String(message)}${text === '' ? '' : `  ${text}`}`;
});

/** A winston logger with the service's name on every line. */
export function createLogger({ service, level, format, stream = 'stdout' }: LoggerSettings): Logger {
  return winston.createLogger({
    level,
    defaultMeta: { service },
    format: winston.format.combine(
      errorsAsFields(),
      winston.format.timestamp(),
      format === 'json' ? winston.format.json() : pretty,
    ),
    transports: [
      new winston.transports.Console({ stderrLevels: stream === 'stderr' ? Object.keys(COLOURS) : [] }),
    ],
  });
}

/** One line of a log, apart from where it is written to. */
export interface LogLine {
  readonly at: Date;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * A logger whose lines go to another one, each with `fields`, and also to whoever wants to keep them: those from `info`
 * up, whatever the level of the other.
 */
export function createTeeLogger(
  logger: Logger,
  fields: Readonly<Record<string, unknown>>,
  onLine: (line: LogLine) => void,
): Logger {
  const stream = new Writable({
    objectMode: true,
    write: ({ level, message, ...own }: winston.Logform.TransformableInfo, _encoding, next) => {
      // Winston adds its own under symbols, which are none of the names.
      const named = Object.fromEntries(Object.entries(own));
      const text = String(message);
      logger.log(level, text, { ...fields, ...named });
      if (level !== 'debug') onLine({ at: new Date(), level, message: text, fields: named });
      next();
    },
  });
  return winston.createLogger({
    level: 'debug',
    format: errorsAsFields(),
    transports: [new winston.transports.Stream({ stream })],
  });
}

/** An error and its causes in one line: `could not load batch 3: connection terminated (57P01)`. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = 'code' in error && typeof error.code === 'string' && !error.message.includes(error.code);
  const code = known ? ` (${String(error.code)})` : '';
  // An AggregateError, as Node gives for a refused connection on several addresses, has an empty message.
  const own =
    error.message === '' && error instanceof AggregateError
      ? error.errors.map(describeError).join('; ')
      : `${error.message}${code}`;
  if (error.cause === undefined) return own;
  const cause = describeError(error.cause);
  return own.includes(cause) ? own : `${own}: ${cause}`;
}
