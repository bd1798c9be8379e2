import { ApiError } from '../../../api/api-error.ts';
import { toApiError } from '../../../api/ask.ts';
import { hasTexts, isListOf, isObject } from '../../../api/shapes.ts';

/** A cell that was not taken. Lines are counted as an editor shows them. */
export interface RejectedCell {
  readonly line: number | null;
  readonly column: string | null;
  readonly rule: string;
  readonly message: string;
  readonly raw_value: string | null;
}

/** What became of an upload. */
export interface Uploaded {
  readonly run_id: number;
  readonly status: 'success' | 'partial' | 'no_op';
  readonly message: string;
  readonly records_processed: number;
  readonly kpi_records_upserted: number;
  readonly rejected: number;
  /** The first hundred. */
  readonly rejects: readonly RejectedCell[];
}

function isUploaded(value: unknown): value is Uploaded {
  return (
    isObject(value) &&
    hasTexts(value, 'status', 'message') &&
    typeof value.run_id === 'number' &&
    typeof value.rejected === 'number' &&
    isListOf(value.rejects, (reject) => hasTexts(reject, 'rule', 'message'))
  );
}

/**
 * Sends a file of a user's days. By XMLHttpRequest: fetch does not tell how much of a body has been sent.
 * @param onSent with the share that has been sent, 0 to 1
 * @throws {ApiError} for everything that can go wrong, but for the caller's own abort
 */
export function uploadDays(
  file: File,
  userId: string,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<Uploaded> {
  const form = new FormData();
  // Before the file: whose it is should be known when it comes.
  form.set('user_id', userId);
  form.set('file', file);
  const request = new XMLHttpRequest();
  signal.addEventListener('abort', () => {
    request.abort();
  });
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      onSent(total === 0 ? 1 : loaded / total);
    });
    request.addEventListener('error', () => {
      reject(new ApiError('unreachable'));
    });
    request.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    });
    request.addEventListener('load', () => {
      const answer = parse(request.responseText);
      if (request.status !== 200) reject(toApiError(request.status, answer));
      else if (isUploaded(answer)) resolve(answer);
      else reject(new ApiError('malformed'));
    });
    request.open('POST', '/api/upload-csv');
    request.send(form);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
