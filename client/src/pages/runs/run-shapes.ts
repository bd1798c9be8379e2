import { hasTexts, isListOf, isObject } from '../../api/shapes.ts';
import type { RejectsAnswer, RunDetail, RunsAnswer, StartedRun } from './run-queries.ts';

type Fields = Record<string, unknown>;

const COUNTS = ['rows_read', 'inserted', 'updated', 'unchanged', 'rejected'];
const hasCounts = (value: Fields) => COUNTS.every((name) => typeof value[name] === 'number');

const isRun = (run: Fields) =>
  typeof run.run_id === 'number' &&
  hasTexts(run, 'dataset', 'source', 'source_name', 'trigger', 'status', 'started_at') &&
  hasCounts(run);

export function isRuns(value: unknown): value is RunsAnswer {
  return isObject(value) && isListOf(value.data, isRun);
}

export function isRunDetail(value: unknown): value is RunDetail {
  return (
    isObject(value) &&
    isRun(value) &&
    isListOf(value.users, (user) => hasTexts(user, 'user_id') && hasCounts(user))
  );
}

export function isRejects(value: unknown): value is RejectsAnswer {
  return (
    isObject(value) &&
    isListOf(
      value.data,
      (reject) =>
        typeof reject.reject_id === 'number' && isObject(reject.place) && hasTexts(reject, 'rule', 'message'),
    )
  );
}

export function isStartedRun(value: unknown): value is StartedRun {
  return isObject(value) && hasTexts(value, 'user_id', 'status');
}
