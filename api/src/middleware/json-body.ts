import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { Problem } from '../problem.ts';

/** Nothing that is written through the API is longer than a few hundred bytes. */
const LARGEST_BODY_BYTES = 64 * 1_024;

/**
 * The API has no login, and a page of any site can send forms and text to a local port without the browser asking
 * first. JSON it cannot send so: the browser asks by OPTIONS, and CORS allows it to the configured origins alone.
 */
export const requireJson = createMiddleware(async (c, next) => {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new Problem(
      415,
      'unsupported-media-type',
      'The body must be JSON',
      'The body must be application/json.',
    );
  }
  await next();
});

export const limitBody = bodyLimit({
  maxSize: LARGEST_BODY_BYTES,
  onError: () => {
    throw new Problem(
      413,
      'body-too-large',
      'The body is too large',
      `The body must not be larger than ${LARGEST_BODY_BYTES} bytes.`,
    );
  },
});
