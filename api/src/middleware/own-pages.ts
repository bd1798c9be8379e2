import { createMiddleware } from 'hono/factory';
import { Problem } from '../problem.ts';

/**
 * The API has no login, and a page of any site can have a browser send it a form without asking first. Browsers say
 * where a request comes from; what is sent by no page, as by curl, says nothing.
 * @param corsOrigins origins whose pages may write, besides the dashboard's, which sends through its own server
 */
export const ownPagesOnly = (corsOrigins: readonly string[]) =>
  createMiddleware(async (c, next) => {
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const isOwn =
      site === undefined
        ? origin === undefined || origin === new URL(c.req.url).origin
        : site === 'same-origin' || site === 'none';
    if (!isOwn && (origin === undefined || !corsOrigins.includes(origin))) {
      throw new Problem(
        403,
        'foreign-page',
        'The page may not do this',
        'Pages of this origin may not send forms to the API: CORS_ORIGINS does not name it.',
      );
    }
    await next();
  });
