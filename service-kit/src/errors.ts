/**
 * What went wrong, as far as the caller must know: `transient` may work when tried again as it is, `terminal` will not.
 */
export type FailureKind = 'transient' | 'terminal';

/** A failure whose kind is known where it is thrown, such as an HTTP status of a source. */
export class SystoleError extends Error {
  override readonly name: string = 'SystoleError';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** SQLSTATE classes and codes after which the same statement may succeed (PostgreSQL documentation, appendix A). */
const TRANSIENT_SQLSTATES = [
  '08', // connection exceptions
  '53', // insufficient resources: disk full, out of memory, too many connections
  '57P', // operator intervention: shutdown, crash, cannot connect now
  '40', // transaction rollback: serialization failure, deadlock
  '55P03', // lock not available
  '25P03', // idle-in-transaction time-out
  '58', // system errors outside PostgreSQL: I/O
];

const TRANSIENT_NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** What pg says when the connection goes without a word from the server; these errors carry no code. */
const TRANSIENT_MESSAGES =
  /connection terminated|client has encountered a connection error|timeout exceeded when trying to connect|connection ended unexpectedly|not queryable/i;

/** The one place that decides what is worth trying again: from SQLSTATE, network code and HTTP status. */
export function failureKind(error: unknown): FailureKind {
  if (error instanceof SystoleError) return error.kind;
  if (error instanceof AggregateError && error.errors.length > 0) return failureKind(error.errors[0]);
  if (!(error instanceof Error)) return 'terminal';
  if ('code' in error && typeof error.code === 'string') {
    const { code } = error;
    if (TRANSIENT_NETWORK_CODES.has(code)) return 'transient';
    if (/^[0-9A-Z]{5}$/.test(code)) {
      return TRANSIENT_SQLSTATES.some((prefix) => code.startsWith(prefix)) ? 'transient' : 'terminal';
    }
  }
  if (TRANSIENT_MESSAGES.test(error.message)) return 'transient';
  return error.cause === undefined ? 'terminal' : failureKind(error.cause);
}

/** HTTP statuses after which the same request may succeed. */
export function httpFailureKind(status: number): FailureKind {
  return status === 408 || status === 429 || status >= 500 ? 'transient' : 'terminal';
}
