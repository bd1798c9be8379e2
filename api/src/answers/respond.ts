import { hash } from 'node:crypto';
import type { Context, TypedResponse } from 'hono';

type JsonResponse<Body> = Response & TypedResponse<Body, 200, 'json'>;

/** JSON with a weak entity tag, or 304 where the client has the same answer already. */
export function respondJson<Body extends object>(c: Context, body: Body): JsonResponse<Body> {
  return respondJsonText(c, JSON.stringify(body));
}

/** The same of what is written as JSON already; the type says as what. */
export function respondJsonText<Body extends object>(c: Context, text: string): JsonResponse<Body> {
  const bytes = Buffer.from(text);
  // Weak: the same answer may be compressed or not.
  const entityTag = `W/"${hash('sha1', bytes, 'base64url')}"`;
  const headers = { etag: entityTag, 'cache-control': 'private, no-cache' };
  const response = hasTag(c.req.header('if-none-match'), entityTag)
    ? c.body(null, 304, headers)
    : c.body(bytes, 200, {
        ...headers,
        'content-type': 'application/json',
        'content-length': String(bytes.length),
        // The compressing middleware would add it, at the cost of making the answer a stream.
        vary: 'Accept-Encoding',
      });
  return response as Response as JsonResponse<Body>;
}

/**
 * Streams text as it is produced; nothing more is produced when the client goes away or does not read on. The first
 * piece is awaited, so that what fails at once is answered with a problem and not with a broken stream.
 *
 * Typed as an answer without JSON, so that the JSON of the same route stays checked against its schema.
 */
export async function respondStream(
  c: Context,
  pieces: AsyncGenerator<string>,
  contentType: 'text/csv; charset=utf-8' | 'application/x-ndjson',
  fileName: string,
): Promise<Response & TypedResponse<never, 200, 'json'>> {
  const first = await pieces.next();
  const encoder = new TextEncoder();
  let next: IteratorResult<string> | undefined = first;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = next ?? (await pieces.next());
        next = undefined;
        if (piece.done) controller.close();
        else controller.enqueue(encoder.encode(piece.value));
      },
      cancel: async () => {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  const response = c.body(body, 200, {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'private, no-cache',
  });
  return response as Response as Response & TypedResponse<never, 200, 'json'>;
}

function hasTag(ifNoneMatch: string | undefined, entityTag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  // If-None-Match compares weakly (RFC 9110, 13.1.2): W/ does not count.
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => bare(tag) === bare(entityTag));
}
