import { hasTexts, isListOf, isObject } from '../api/shapes.ts';
import { formatCount } from '../units/format-value.ts';
import { sendFile, type SendOptions } from './send-file.ts';

/** A cell that was not taken. Lines are counted as an editor, or Excel, shows them. */
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
  /** What was taken, in words. */
  readonly message: string;
  readonly rejected: number;
  /** The first hundred. */
  readonly rejects: readonly RejectedCell[];
}

/** Files of tables, as `<input accept>` has them. */
export const TABLE_FILES = '.xlsx,.csv,text/csv,text/plain';

/** Sends a file to wherever files of its kind are taken in. */
export type Upload = (file: File, options: Omit<SendOptions<unknown>, 'isAnswer'>) => Promise<Uploaded>;

type Fields = Record<string, unknown>;

const isTakenIn = (value: unknown): value is Fields =>
  isObject(value) &&
  hasTexts(value, 'status') &&
  typeof value.run_id === 'number' &&
  typeof value.rejected === 'number' &&
  isListOf(value.rejects, (reject) => hasTexts(reject, 'rule', 'message'));

const isUploaded = (value: unknown): value is Uploaded => isTakenIn(value) && hasTexts(value, 'message');

const COUNTS = ['rows_read', 'inserted', 'updated', 'unchanged', 'removed'] as const;
type TableCounts = Readonly<Record<(typeof COUNTS)[number], number>>;

const isTableUploaded = (value: unknown): value is Omit<Uploaded, 'message'> & TableCounts =>
  isTakenIn(value) && COUNTS.every((name) => typeof value[name] === 'number');

/** Days of a user, as CSV. @throws {ApiError} where the file is not taken in. */
export const uploadDays =
  (userId: string): Upload =>
  (file, options) => {
    const form = new FormData();
    // Before the file: whose it is should be known when it comes.
    form.set('user_id', userId);
    form.set('file', file);
    return sendFile('/upload-csv', form, { ...options, isAnswer: isUploaded });
  };

/** A table that is nobody's, as Excel or CSV. @throws {ApiError} where the file is not taken in. */
export const uploadTable =
  (dataset: 'patient_visits' | 'doctors' | 'appointments'): Upload =>
  async (file, options) => {
    const form = new FormData();
    form.set('file', file);
    const answer = await sendFile(`/uploads/${dataset}`, form, { ...options, isAnswer: isTableUploaded });
    return { ...answer, message: describeTable(answer) };
  };

/** Bytes that were published already are not read again. */
const describeTable = (answer: Pick<Uploaded, 'status'> & TableCounts) =>
  answer.status === 'no_op' && answer.rows_read === 0
    ? 'The same file as before: nothing new.'
    : describeCounts(answer);

/** `60 rows: 59 new, 2 as before.`; counts of nothing are left out. */
export function describeCounts({ rows_read, inserted, updated, unchanged, removed }: TableCounts): string {
  const counts: [number, string][] = [
    [inserted, 'new'],
    [updated, 'changed'],
    [unchanged, 'as before'],
    [removed, 'no longer there'],
  ];
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  return `${formatCount(rows_read)} ${rows_read === 1 ? 'row' : 'rows'}: ${told.join(', ') || 'nothing new'}.`;
}
