import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from './router.ts';

/** The methods that a path answers, `HEAD` beside `GET`; none for a path that is not of the API. */
export function allowedMethods({ routes }: OpenAPIHono<ApiEnv>, path: string): string[] {
  const methods = routes
    .filter(({ method, path: template }) => method !== 'ALL' && matches(template, path))
    .map(({ method }) => method);
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

function matches(template: string, path: string): boolean {
  const parts = template.split('/');
  const given = path.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]))
  );
}
