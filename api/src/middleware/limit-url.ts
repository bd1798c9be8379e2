import { createMiddleware } from 'hono/factory';
import { Problem } from '../problem.ts';

/** Room for a hundred user ids of full length; Node ends requests whose head is longer than 16 KiB. */
const LONGEST_URL = 14_000;

export const limitUrl = createMiddleware(async (c, next) => {
  if (c.req.url.length > LONGEST_URL) {
    throw new Problem(
      414,
      'url-too-long',
      'The URL is too long',
      `A URL may have ${LONGEST_URL} characters.`,
    );
  }
  await next();
});
