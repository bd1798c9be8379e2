import { Temporal } from 'temporal-polyfill';
import { invalidParameter } from '../problem.ts';
import type { Level, LevelSource } from '../resolution/level-source.ts';
import { ceilToBucket } from '../time/time-range.ts';

/** Where a page ended: its last point. */
export interface Position {
  readonly userId: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** The earliest instant that a point after this one can have. */
export function toSinceInclusive({ at }: Position, { computed, range }: LevelSource): string {
  const next = Temporal.Instant.from(at).add({ microseconds: 1 });
  const since = computed ? ceilToBucket(next, computed.unit, computed.timeZone) : next;
  return (Temporal.Instant.compare(since, range.start) < 0 ? range.start : since).toString();
}

/** A position as clients carry it to the next page; what it holds is no business of theirs. */
export function encodeCursor(level: Level, { userId, at }: Position): string {
  return Buffer.from(JSON.stringify([level, userId, at])).toString('base64url');
}

/** @throws {Problem} 400, if it is not a cursor, or one of another interval. */
export function decodeCursor(cursor: string, level: Level): Position {
  const parts = parseParts(cursor);
  if (!parts) throw invalidParameter('cursor', 'is not one that this API has given');
  const [cursorLevel, userId, at] = parts;
  if (cursorLevel !== level) {
    throw invalidParameter(
      'cursor',
      `belongs to interval ${cursorLevel}, not ${level}: repeat the parameters of the first page`,
    );
  }
  return { userId, at };
}

function parseParts(cursor: string): readonly [string, string, string] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3) return undefined;
    const [level, userId, at] = parts.map(String) as [string, string, string];
    Temporal.Instant.from(at);
    return [level, userId, at];
  } catch {
    return undefined;
  }
}
