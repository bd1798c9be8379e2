import { z } from '@hono/zod-openapi';
import { failureKind } from '@systole/service-kit';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** RFC 9457 problem details, and what of them is particular to some problems. */
export const problemSchema = z
  .object({
    type: z.string().openapi({
      description: 'Names the kind of problem.',
      example: 'urn:systole:problem:invalid-parameter',
    }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().openapi({ description: 'Path of the request.' }),
    parameter: z
      .string()
      .optional()
      .openapi({ description: 'The parameter that is wrong; the first, if several are.' }),
    errors: z
      .array(z.object({ parameter: z.string(), detail: z.string() }))
      .optional()
      .openapi({ description: 'Every parameter that is wrong.' }),
    known: z.array(z.string()).optional().openapi({ description: 'Names that would have been found.' }),
    interval: z
      .string()
      .optional()
      .openapi({ description: 'The finest interval whose points fit one answer.' }),
  })
  .openapi('Problem');

export type ProblemBody = z.infer<typeof problemSchema>;
type Particulars = Pick<ProblemBody, 'parameter' | 'errors' | 'known' | 'interval'>;

/** Ends a request with problem details. Its text is shown to whoever asked, so it never holds SQL or a cause. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: ContentfulStatusCode;
  readonly kind: string;
  readonly title: string;
  readonly particulars: Particulars;

  constructor(
    status: ContentfulStatusCode,
    kind: string,
    title: string,
    detail: string,
    particulars: Particulars = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.status = status;
    this.kind = kind;
    this.title = title;
    this.particulars = particulars;
  }

  body(instance: string): ProblemBody {
    return {
      type: `urn:systole:problem:${this.kind}`,
      title: this.title,
      status: this.status,
      detail: this.message,
      instance,
      ...this.particulars,
    };
  }
}

/** 400: one or several parameters are wrong. */
export function invalidParameters(errors: readonly { parameter: string; detail: string }[]): Problem {
  return new Problem(
    400,
    'invalid-parameter',
    'A parameter is not valid',
    errors.map(({ parameter, detail }) => `${parameter} ${detail}`).join('; '),
    { ...(errors[0] ? { parameter: errors[0].parameter } : {}), errors: [...errors] },
  );
}

/** 400: one parameter is wrong. */
export function invalidParameter(parameter: string, detail: string): Problem {
  return invalidParameters([{ parameter, detail }]);
}

/** How many known names a 404 lists: enough to see a slip of the pen, not a whole directory. */
const MOST_KNOWN = 100;

/** 404: something that goes by a name is not there. */
export function unknownName(
  what: 'metric' | 'user' | 'run' | 'job' | 'dataset' | 'report',
  parameter: string,
  names: readonly string[],
  known?: readonly string[],
): Problem {
  const shown = known?.slice(0, MOST_KNOWN);
  const list = shown
    ? ` Known: ${shown.join(', ') || 'none yet'}${shown.length < (known?.length ?? 0) ? ', …' : ''}.`
    : '';
  return new Problem(
    404,
    `unknown-${what}`,
    `There is no such ${what}`,
    `There is no ${what} ${names.map((name) => JSON.stringify(name)).join(', ')}.${list}`,
    { parameter, ...(shown ? { known: shown } : {}) },
  );
}

const QUERY_CANCELED = '57014';
const READ_ONLY_TRANSACTION = '25006';

/** Turns whatever was thrown into a problem; what is not known to be anything else is a 500 that says nothing. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // Hono's own, for a body that is not the JSON it says to be.
  if (error instanceof HTTPException && error.status < 500) {
    return new Problem(
      400,
      'invalid-body',
      'The body is not valid',
      `${error.message}.`,
      {},
      { cause: error },
    );
  }
  if (error instanceof Error && 'code' in error && error.code === QUERY_CANCELED) {
    return new Problem(
      503,
      'query-timeout',
      'The query took too long',
      'The database did not answer in the time allowed. Ask for a shorter range or a coarser interval.',
      {},
      { cause: error },
    );
  }
  if (error instanceof Error && 'code' in error && error.code === READ_ONLY_TRANSACTION) {
    return new Problem(
      403,
      'read-only',
      'The API may only read here',
      'The database role of the API may only read. An operator can give it another.',
      {},
      { cause: error },
    );
  }
  if (failureKind(error) === 'transient') {
    return new Problem(
      503,
      'database-unavailable',
      'The database is not available',
      'The database is not available at the moment. Try again in a few seconds.',
      {},
      { cause: error },
    );
  }
  return new Problem(
    500,
    'internal',
    'Something went wrong',
    'The request could not be answered. The log has the reason, under the id in X-Request-Id.',
    {},
    { cause: error },
  );
}
