import { ApiError } from '../api/api-error.ts';
import { toApiError } from '../api/ask.ts';

export interface SendOptions<Answer> {
  /** Tells whether the answer is what the API promises. */
  readonly isAnswer: (value: unknown) => value is Answer;
  /** With the share of the file that has been sent, 0 to 1. */
  readonly onSent: (share: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends a form with a file. By XMLHttpRequest: fetch does not tell how much of a body has been sent.
 * @param path of the API, such as `/uploads/doctors`
 * @throws {ApiError} for everything that can go wrong, but for the caller's own abort
 */
export function sendFile<Answer>(
  path: string,
  form: FormData,
  { isAnswer, onSent, signal }: SendOptions<Answer>,
): Promise<Answer> {
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
      else if (isAnswer(answer)) resolve(answer);
      else reject(new ApiError('malformed'));
    });
    request.open('POST', `/api${path}`);
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
