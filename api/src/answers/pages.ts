import { invalidParameter } from '../problem.ts';

/**
 * One page of the rows of a query that asked for one more than the page holds.
 * @param keyOf gives what the next page goes on after.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => string | number,
): { readonly page: readonly Row[]; readonly nextCursor: { readonly next_cursor?: string } } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (rows.length <= limit || last === undefined) return { page, nextCursor: {} };
  return {
    page,
    nextCursor: { next_cursor: Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') },
  };
}

/** What the cursor of {@link pageOf} holds; `undefined` on the first page. @throws {Problem} 400. */
export function readKeyset(cursor: string | undefined, type: 'text'): string | undefined;
export function readKeyset(cursor: string | undefined, type: 'id'): number | undefined;
export function readKeyset(cursor: string | undefined, type: 'text' | 'id'): string | number | undefined {
  if (cursor === undefined) return undefined;
  const key = parse(cursor);
  if (type === 'text' && typeof key === 'string' && !key.includes('\0')) return key;
  if (type === 'id' && typeof key === 'number' && Number.isSafeInteger(key)) return key;
  throw invalidParameter('cursor', 'is not one that this API has given');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** An SQL expression: RFC 3339 text in UTC of a timestamptz, with milliseconds, or microseconds where they exist. */
export function utcText(expression: string): string {
  return `regexp_replace(to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '000$', '') || 'Z'`;
}
