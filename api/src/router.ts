import { OpenAPIHono } from '@hono/zod-openapi';
import type { RequestIdVariables } from 'hono/request-id';
import { invalidParameters, problemSchema } from './problem.ts';

export interface ApiEnv {
  Variables: RequestIdVariables;
}

/** A router whose routes answer parameters that are not valid with a problem that names all of them. */
export function createRouter(): OpenAPIHono<ApiEnv> {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      throw invalidParameters(
        result.error.issues.flatMap((issue) =>
          issue.code === 'unrecognized_keys'
            ? issue.keys.map((key) => ({ parameter: key, detail: 'is not a parameter of this endpoint' }))
            : [
                {
                  parameter: String(issue.path[0] ?? (result.target === 'json' ? 'body' : result.target)),
                  detail: issue.message,
                },
              ],
        ),
      );
    },
  });
}

/** Content of that schema, as routes declare it. */
export const json = <Schema>(schema: Schema) => ({ 'application/json': { schema } });

export const problemContent = { 'application/problem+json': { schema: problemSchema } };

/** What every endpoint that reads the database may answer beside its 200. */
export const problemResponses = {
  400: { description: 'A parameter is missing, unknown or not valid.', content: problemContent },
  503: { description: 'The database is not available, or too slow.', content: problemContent },
} as const;

export const notFoundResponse = {
  404: { description: 'Something that is named is not there.', content: problemContent },
} as const;

/** What an endpoint that takes a body may answer besides. */
export const bodyResponses = {
  413: { description: 'The body is too large.', content: problemContent },
  415: { description: 'The body is not application/json.', content: problemContent },
} as const;

/** What an endpoint that writes to the database may answer besides. */
export const readOnlyResponse = {
  403: { description: 'The database role of the API may only read.', content: problemContent },
} as const;

export const conflictResponse = {
  409: { description: 'Something else is there already.', content: problemContent },
} as const;

export const tooManyPointsResponse = {
  422: { description: 'The answer would be too large.', content: problemContent },
} as const;

export const notModifiedResponse = {
  304: { description: 'As the client has it already (If-None-Match).' },
} as const;
