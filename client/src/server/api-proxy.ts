import { describeError, type Logger } from '@systole/service-kit';
import { proxy } from 'hono/proxy';

/** What is said in place of the API, in the form of its own problems. */
export const API_UNREACHABLE = {
  type: 'urn:systole:problem:api-unreachable',
  title: 'The API cannot be reached',
  status: 502,
  detail: 'The dashboard is running, but the API behind it does not answer. This page tries again by itself.',
} as const;

/** How soon it is worth asking again, in seconds. */
export const RETRY_AFTER = '5';

/**
 * Passes a request on to the API and streams its answer back. When the client goes, so does the request to the API.
 * An API that does not answer is a 502.
 */
export async function passOn(request: Request, apiUrl: string, logger: Logger): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  try {
    const headers = new Headers(request.headers);
    // Compressed here, once, for the browser; between the two it would only be packed and unpacked.
    headers.set('accept-encoding', 'identity');
    return await proxy(`${apiUrl}${pathname.slice('/api'.length)}${search}`, {
      raw: new Request(request, { headers }),
      signal: request.signal,
      // A redirect is the browser's to follow.
      redirect: 'manual',
    });
  } catch (error) {
    // The client went: nobody reads this answer.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    logger.warn('the API does not answer', { error: describeError(error) });
    return Response.json(API_UNREACHABLE, {
      status: API_UNREACHABLE.status,
      headers: { 'content-type': 'application/problem+json', 'retry-after': RETRY_AFTER },
    });
  }
}
