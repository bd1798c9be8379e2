import type { ProblemBody } from '@systole/api';

/**
 * Why an answer did not come.
 * `unreachable`: nobody answers. `slow`: no answer in the time allowed. `unavailable`: 5xx, which may pass by itself.
 * `refused`: 4xx, which will not. `malformed`: the answer is not what the API promises.
 */
export type ApiErrorKind = 'unreachable' | 'slow' | 'unavailable' | 'refused' | 'malformed';

/** A failure in words that can be shown to people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly title: string;
  /** The API's own description, where it gave one. */
  readonly problem: ProblemBody | undefined;

  constructor(kind: ApiErrorKind, options?: ErrorOptions & { problem?: ProblemBody | undefined }) {
    const { title, detail } = WORDS[kind];
    super(options?.problem?.detail ?? detail, options);
    this.kind = kind;
    this.title = options?.problem?.title ?? title;
    this.problem = options?.problem;
  }
}

const WORDS: Record<ApiErrorKind, { readonly title: string; readonly detail: string }> = {
  unreachable: {
    title: 'The API cannot be reached',
    detail: 'It may be starting, or your connection may be down. This page tries again every few seconds.',
  },
  slow: {
    title: 'The API takes too long',
    detail:
      'There was no answer within 30 seconds. A shorter range may help; this page also tries again by itself.',
  },
  unavailable: {
    title: 'The API has a problem',
    detail: 'It could not answer at the moment. This page tries again every few seconds.',
  },
  refused: {
    title: 'The API does not take this request',
    detail: 'Something asked for does not exist or is not allowed.',
  },
  malformed: {
    title: 'The answer could not be read',
    detail:
      'What came back is not what the API promises: it may be of another version. Reloading the page may help.',
  },
};

/** Whether the same request may succeed later without anybody doing anything here. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.kind !== 'refused';
}
