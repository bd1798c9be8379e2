import { setTimeout as pause } from 'node:timers/promises';
import {
  SystoleError,
  httpFailureKind,
  retryTransient,
  type Backoff,
  type Logger,
} from '@systole/service-kit';
import { z } from 'zod';
import type { AccessTokens } from './access-tokens.ts';

const REQUEST_TIMEOUT_MS = 60_000;
/** A page of 10,000 heart rates is about 4 MB; what is far larger is not an answer of this API. */
const LARGEST_ANSWER_BYTES = 64 * 1_024 * 1_024;
const REQUEST_RETRIES: Backoff = { retries: 6, firstDelayMs: 500, longestDelayMs: 60_000 };
/** The longest wait that a source may ask for by Retry-After; the quota's own period is a minute. */
const LONGEST_RETRY_AFTER_MS = 120_000;
/** The most the API gives for dense types; short pages are normal, only a missing token ends a list. */
const PAGE_SIZE = 10_000;

const Page = z.object({
  dataPoints: z.array(z.unknown()).default([]),
  nextPageToken: z.string().default(''),
});

const ErrorAnswer = z.object({ error: z.object({ message: z.string(), status: z.string().optional() }) });

export interface RequestObservation {
  readonly status: number | 'network error';
  /** Requests the source's quota grants, and how many of them are left, where it says so. */
  readonly quota?: { readonly limit: number; readonly left: number };
}

export interface GoogleHealthSettings {
  /** `https://health.googleapis.com`, or the simulator's origin. */
  readonly origin: string;
  readonly tokens: AccessTokens;
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
  /** How often and how patiently a request is tried again; for about a minute when not given. */
  readonly backoff?: Backoff;
  readonly onRequest?: ((observation: RequestObservation) => void) | undefined;
}

export interface DataPointsPage {
  readonly dataPoints: readonly unknown[];
  /** From 1. */
  readonly number: number;
}

/** Reads data points of one user from the Google Health API v4. */
export class GoogleHealthClient {
  readonly origin: string;
  readonly #settings: GoogleHealthSettings;

  constructor(settings: GoogleHealthSettings) {
    this.origin = settings.origin.replace(/\/+$/, '');
    this.#settings = settings;
  }

  /**
   * Yields all pages of a list, newest points first.
   * @param dataType kebab-case id: `heart-rate`
   * @param filter AIP-160 expression: `heart_rate.sample_time.physical_time >= "…Z"`
   * @throws {SystoleError} after the last retry, or at once where trying again is pointless
   */
  async *list(dataType: string, filter: string): AsyncGenerator<DataPointsPage> {
    let pageToken = '';
    for (let number = 1; ; number += 1) {
      const query = new URLSearchParams({
        filter,
        pageSize: String(PAGE_SIZE),
        ...(pageToken && { pageToken }),
      });
      const body = await this.#get(`/v4/users/me/dataTypes/${dataType}/dataPoints?${query.toString()}`);
      const page = Page.safeParse(body);
      if (!page.success) {
        throw new SystoleError(
          'terminal',
          `page ${number} of ${dataType} is malformed: ${z.prettifyError(page.error).replaceAll('\n', ' ')}`,
        );
      }
      yield { dataPoints: page.data.dataPoints, number };
      if (page.data.nextPageToken === '') return;
      if (page.data.nextPageToken === pageToken) {
        throw new SystoleError('terminal', `page ${number} of ${dataType} names itself as the next page`);
      }
      pageToken = page.data.nextPageToken;
    }
  }

  async #get(path: string): Promise<unknown> {
    let isTokenFresh = false;
    return retryTransient(
      'a request to the source',
      async () => {
        const answer = await this.#fetch(path);
        if (answer.status === 401 && !isTokenFresh) {
          // Tokens can end before their time; a second 401 with a new one is final.
          isTokenFresh = true;
          this.#settings.tokens.discard();
          await answer.body?.cancel();
          throw new SystoleError('transient', 'the source did not accept the access token');
        }
        if (!answer.ok) throw await this.#failure(answer);
        return parseJson(await readText(answer), path);
      },
      {
        operation: 'source request',
        ...(this.#settings.backoff ?? REQUEST_RETRIES),
        logger: this.#settings.logger,
        signal: this.#settings.signal,
      },
    );
  }

  async #fetch(path: string): Promise<Response> {
    const { tokens, signal, onRequest } = this.#settings;
    const token = await tokens.get();
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    try {
      const answer = await fetch(this.origin + path, {
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      onRequest?.({ status: answer.status, ...quotaOf(answer.headers) });
      return answer;
    } catch (error) {
      onRequest?.({ status: 'network error' });
      signal?.throwIfAborted();
      throw new SystoleError('transient', 'the source did not answer', { cause: error });
    }
  }

  async #failure(answer: Response): Promise<SystoleError> {
    const parsed = ErrorAnswer.safeParse(await answer.json().catch(() => undefined));
    const said = parsed.success ? `: ${parsed.data.error.message}` : '';
    const kind = httpFailureKind(answer.status);
    if (kind === 'transient') await this.#waitAsAsked(answer);
    return new SystoleError(kind, `the source answered ${answer.status}${said}`);
  }

  /** Waits what Retry-After asks for, beyond the back-off that follows. */
  async #waitAsAsked(answer: Response): Promise<void> {
    const seconds = Number(answer.headers.get('retry-after') ?? NaN);
    if (!(seconds > 0)) return;
    const milliseconds = Math.min(seconds * 1_000, LONGEST_RETRY_AFTER_MS);
    this.#settings.logger.info('the source asks to wait', {
      seconds: milliseconds / 1_000,
      status: answer.status,
    });
    await pause(milliseconds, undefined, { ...(this.#settings.signal && { signal: this.#settings.signal }) });
  }
}

/** What the quota headers say; nothing where they are missing or make no sense. */
function quotaOf(headers: Headers): Pick<RequestObservation, 'quota'> {
  const limit = Number.parseInt(headers.get('x-ratelimit-limit') ?? '', 10);
  const left = Number.parseInt(headers.get('x-ratelimit-remaining') ?? '', 10);
  return limit > 0 && left >= 0 ? { quota: { limit, left } } : {};
}

/** The body as text; a body that breaks off or grows beyond all measure is an error. */
async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > LARGEST_ANSWER_BYTES)
        throw new SystoleError('terminal', 'the answer of the source is too large');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof SystoleError) throw error;
    throw new SystoleError('transient', 'the answer of the source broke off', { cause: error });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SystoleError('terminal', `the answer to ${path.split('?')[0] ?? path} is not JSON`, {
      cause: error,
    });
  }
}
