import type { ProblemBody } from '@systole/api';
import type { Answers, ColumnsOfUser } from './answers.ts';

type Fields = Record<string, unknown>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === 'string';
export const hasTexts = (value: Fields, ...names: string[]) => names.every((name) => isText(value[name]));
export const isListOf = (value: unknown, isItem: (item: Fields) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isObject(item) && isItem(item));

export function isProblem(value: unknown): value is ProblemBody {
  return isObject(value) && hasTexts(value, 'title', 'detail');
}

export function isUsers(value: unknown): value is Answers['users'] {
  return (
    isObject(value) &&
    (value.next_cursor === undefined || isText(value.next_cursor)) &&
    isListOf(
      value.data,
      (user) =>
        hasTexts(user, 'user_id', 'time_zone', 'added_at') &&
        isListOf(user.datasets, (held) => hasTexts(held, 'key', 'first_timestamp', 'last_timestamp')),
    )
  );
}

export function isDatasets(value: unknown): value is Answers['datasets'] {
  return (
    isObject(value) && isListOf(value.data, (dataset) => hasTexts(dataset, 'key', 'label', 'unit', 'kind'))
  );
}

export function isSeries(value: unknown): value is Answers['series'] {
  return (
    isObject(value) &&
    isObject(value.metadata) &&
    isObject(value.metadata.query_info) &&
    hasTexts(value.metadata.query_info, 'interval', 'unit', 'table_description') &&
    isListOf(value.data, isColumns)
  );
}

/** Columns are read by index, so a short one would show nonsense. */
function isColumns(value: Fields): value is ColumnsOfUser {
  const { timestamp, value: values, min, max, count } = value;
  return (
    hasTexts(value, 'user_id') &&
    Array.isArray(timestamp) &&
    [values, min, max, count].every((column) => Array.isArray(column) && column.length === timestamp.length)
  );
}

export function isCoverage(value: unknown): value is Answers['coverage'] {
  return (
    isObject(value) &&
    isObject(value.summary) &&
    typeof value.summary.coverage_percent === 'number' &&
    isListOf(value.data, (day) => hasTexts(day, 'day', 'status'))
  );
}
