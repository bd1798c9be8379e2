import type { Point, PointSource, Range } from '../points/point-source.ts';
import { unit, STREAM } from '../series/random.ts';
import type { Recording } from '../series/recording.ts';
import { invalidArgument, type GoogleError } from './errors.ts';
import type { PageTokens } from './page-token.ts';

const DEFAULT_PAGE_SIZE = 1_440;
const LARGEST_PAGE_SIZE = 10_000;

/** Shares of pages that are shorter than asked though there is more, and of ends that show only in one more, empty page. */
const SHORT_PAGES = 0.08;
const TRAILING_TOKENS = 0.25;

export interface ListRequest {
  readonly filter: string;
  readonly range: Range;
  readonly pageSize: string | undefined;
  readonly pageToken: string | undefined;
}

export type ListResult =
  | { readonly body: string; readonly points: number; readonly error?: never }
  | { readonly error: GoogleError };

/** One page of a type's points, newest first, as the JSON of the answer. A page without points and token is `{}`. */
export function listPage(
  request: ListRequest,
  typeId: string,
  source: PointSource | undefined,
  recording: Recording,
  tokens: PageTokens,
): ListResult {
  const asked = request.pageSize ?? '0';
  if (!/^\d{1,9}$/.test(asked)) {
    return { error: invalidArgument('page_size', `Invalid page size '${asked}'.`) };
  }
  const { id, seed } = recording.user;
  const query = [id, typeId, request.filter];
  let { range } = request;
  if (request.pageToken) {
    const before = tokens.open(query, request.pageToken);
    if (before === undefined) {
      return { error: invalidArgument('page_token', 'Invalid page token.', 'INVALID_PAGE_TOKEN') };
    }
    range = { from: range.from, to: Math.min(range.to, before) };
  }
  if (!source) return { body: '{}', points: 0 };

  const size = Math.min(Number(asked) || DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE, source.largestPage);
  const points: Point[] = [];
  let last: number | undefined;
  let limit = size;
  let more = false;
  for (const point of source.newestFirst(recording, range)) {
    if (points.length === 0 && size > 1 && unit(seed, STREAM.shortPage, place(point.at)) < SHORT_PAGES) {
      limit = Math.ceil(size * 0.6);
    }
    if (points.length === limit) {
      more = true;
      break;
    }
    points.push(point);
    last = point.at;
  }
  if (last === undefined) return { body: '{}', points: 0 };
  const token =
    more || unit(seed, STREAM.trailingToken, place(last)) < TRAILING_TOKENS
      ? `,"nextPageToken":"${tokens.seal(query, last)}"`
      : '';
  const body = `{"dataPoints":[${points.map(({ json }) => json).join(',')}]${token}}`;
  return { body, points: points.length };
}

/** Places are whole seconds in milliseconds, or days; hashes take 32 bits. */
function place(at: number): number {
  return at > 1e9 ? at / 1_000 : at;
}
