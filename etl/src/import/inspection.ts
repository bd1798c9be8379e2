import { EXAMPLES_KEPT } from '../quality/reject-share.ts';
import type { Reject } from '../quality/reject.ts';
import type { Transformed } from '../transformers/base-transformer.ts';
import type { ImportSource } from './import-source.ts';

/** What a file holds of one user. */
export interface UserInspection {
  /** Rows, rejected ones included. */
  rows: number;
  rejected: number;
  /** Of the rows that are good, in microseconds since the epoch; undefined where there is none. */
  first: number | undefined;
  last: number | undefined;
}

/** What a file holds of one dataset, found out before any of it is loaded. `users` is empty where rows are nobody's. */
export interface Inspection {
  readonly source: ImportSource;
  rows: number;
  rejected: number;
  readonly users: Map<string, UserInspection>;
  /** The first rejects, as examples. */
  readonly examples: Reject[];
}

/**
 * Reads readings to their end without loading any: a file that breaks off, or is rejected for the most part, must
 * leave no rows, and that is known only at its end.
 * @param onRows called with the number of rows seen so far
 * @throws {SourceFileError} if the file cannot be read as what it is said to be
 */
export async function inspectSeries(
  source: ImportSource,
  pieces: AsyncIterable<Transformed>,
  onRows: (rows: number) => void,
  signal?: AbortSignal,
): Promise<Inspection> {
  const found: Inspection = { source, rows: 0, rejected: 0, users: new Map(), examples: [] };
  for await (const { readings, rejects } of pieces) {
    signal?.throwIfAborted();
    for (const part of readings) {
      const user = userOf(found, part.userId);
      user.rows += part.length;
      found.rows += part.length;
      for (let row = 0; row < part.length; row += 1) {
        const timestamp = part.timestamps[row] ?? 0;
        if (user.first === undefined || timestamp < user.first) user.first = timestamp;
        if (user.last === undefined || timestamp > user.last) user.last = timestamp;
      }
    }
    for (const reject of rejects) {
      found.rows += 1;
      found.rejected += 1;
      if (found.examples.length < EXAMPLES_KEPT) found.examples.push(reject);
      if (reject.userId === null) continue;
      const user = userOf(found, reject.userId);
      user.rows += 1;
      user.rejected += 1;
    }
    onRows(found.rows);
  }
  return found;
}

function userOf({ users }: Inspection, userId: string): UserInspection {
  let user = users.get(userId);
  if (!user) users.set(userId, (user = { rows: 0, rejected: 0, first: undefined, last: undefined }));
  return user;
}

/** A part of the transformed rows that belongs to one user. */
export interface UserPart {
  readonly userId: string;
  readonly readings: Transformed['readings'][number] | undefined;
  readonly rejects: readonly Reject[];
}

/** Sorts readings and rejects by user; rejects of nobody are left out. */
export function byUser({ readings, rejects }: Transformed): UserPart[] {
  const ids = new Set([
    ...readings.map(({ userId }) => userId),
    ...rejects.flatMap(({ userId }) => userId ?? []),
  ]);
  return [...ids].map((userId) => ({
    userId,
    readings: readings.find((part) => part.userId === userId),
    rejects: rejects.filter((reject) => reject.userId === userId),
  }));
}
