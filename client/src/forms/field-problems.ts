import { ApiError } from '../api/api-error.ts';

export interface FieldProblems {
  /** What is wrong with each field, by its name. */
  readonly fields: Readonly<Record<string, string>>;
  /** What is wrong and belongs to none of the form's fields, in words. */
  readonly rest: string | undefined;
}

const NONE: FieldProblems = { fields: {}, rest: undefined };

/** Sorts what the API says of a form to the fields that it has. */
export function fieldProblems(error: unknown, names: readonly string[]): FieldProblems {
  if (error === null || error === undefined) return NONE;
  if (!(error instanceof ApiError))
    return { fields: {}, rest: error instanceof Error ? error.message : 'Something went wrong' };
  const { parameter, detail = '', errors } = error.problem ?? {};
  const found = errors ?? (parameter === undefined ? [] : [{ parameter, detail }]);
  const isField = (problem: { readonly parameter: string }) => names.includes(problem.parameter);
  const others = found.filter((problem) => !isField(problem));
  return {
    fields: Object.fromEntries(
      found.filter(isField).map((problem) => [problem.parameter, asSentence(problem.detail)]),
    ),
    rest:
      found.length === 0
        ? `${error.title}. ${error.message}`
        : others.map((problem) => `${problem.parameter} ${problem.detail}`).join('; ') || undefined,
  };
}

/** `is not accepted: 5000 is too much` stands at its field already: what counts is behind the colon. */
function asSentence(detail: string): string {
  const text = detail.replace(/^is not accepted: /, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
