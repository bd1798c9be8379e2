import { ApiError } from './api-error.ts';
import { isProblem } from './shapes.ts';

/** An answer that takes longer counts as none. */
const TIMEOUT_MS = 30_000;

/** The entity tag that each answer came with, for as long as somebody holds the answer. */
const entityTags = new WeakMap<object, string>();

export interface AskOptions<Answer extends object> {
  readonly signal: AbortSignal;
  /** Tells whether the answer has the shape that its type says; what comes over a network is anything. */
  readonly isAnswer: (value: unknown) => value is Answer;
  /** An earlier answer to the same request: it is given again where the API says that it still holds. */
  readonly previous?: unknown;
}

type Send = (options: { init: RequestInit }) => Promise<Response>;

/**
 * Sends a request of the typed client and reads its answer.
 * @throws {ApiError} for everything that can go wrong, but for the caller's own abort.
 */
export function ask<Answer extends object>(
  send: Send,
  { signal, isAnswer, previous }: AskOptions<Answer>,
): Promise<Answer> {
  const held = isAnswer(previous) ? previous : undefined;
  const known = held && entityTags.get(held);
  // With a tag of our own, a 304 comes through to us, and spares parsing and drawing the same again.
  const conditions = known && { headers: { 'if-none-match': known }, cache: 'no-store' as const };
  return exchange(send, { ...conditions }, signal, async (response) => {
    if (response.status === 304 && held) return held;
    const answer = await readJson(response);
    if (!response.ok) throw toApiError(response.status, answer);
    if (!isAnswer(answer)) throw new ApiError('malformed');
    const entityTag = response.headers.get('etag');
    if (entityTag !== null) entityTags.set(answer, entityTag);
    return answer;
  });
}

/**
 * Sends a request of the typed client that is answered with nothing but that it is done.
 * @throws {ApiError} for everything that can go wrong.
 */
export function tell(send: Send): Promise<void> {
  return exchange(send, {}, new AbortController().signal, async (response) => {
    if (!response.ok) throw toApiError(response.status, await readJson(response));
  });
}

async function exchange<Result>(
  send: Send,
  init: RequestInit,
  signal: AbortSignal,
  read: (response: Response) => Promise<Result>,
): Promise<Result> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await read(await send({ init: { ...init, signal: AbortSignal.any([signal, timeout]) } }));
  } catch (error) {
    if (signal.aborted || error instanceof ApiError) throw error;
    // fetch rejects with a TypeError whatever the network did; only the time-out is told apart.
    throw new ApiError(timeout.aborted ? 'slow' : 'unreachable', { cause: error });
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (response.ok) throw new ApiError('malformed', { cause: error });
    return undefined;
  }
}

export function toApiError(status: number, body: unknown): ApiError {
  const problem = isProblem(body) ? body : undefined;
  if (status === 502 || status === 504) return new ApiError('unreachable', { problem });
  return new ApiError(status >= 500 || status === 429 ? 'unavailable' : 'refused', { problem });
}
