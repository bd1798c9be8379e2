import { Temporal } from 'temporal-polyfill';
import type { Range } from '../points/point-source.ts';
import { DAY_MS } from '../series/zone-clock.ts';
import { DATA_TYPES, type DataType } from './data-types.ts';
import { invalidFilter, type FilterViolation, type GoogleError } from './errors.ts';
import { FilterSyntaxError, parseFilter, type Restriction } from './filter-syntax.ts';

/** How the literal of a member is written and what it is a bound of. */
type Literal = 'timestamp' | 'civil' | 'date';

/** The members that filters of a type may name, after the type's prefix. */
function membersOf({ id, recordType }: DataType): Readonly<Record<string, Literal>> {
  switch (recordType) {
    case 'sample':
      return { 'sample_time.physical_time': 'timestamp', 'sample_time.civil_time': 'civil' };
    case 'interval':
      return { 'interval.start_time': 'timestamp', 'interval.civil_start_time': 'civil' };
    case 'daily':
      return { date: 'date' };
    case 'session':
      if (id === 'sleep') return { 'interval.end_time': 'timestamp', 'interval.civil_end_time': 'civil' };
      if (id === 'electrocardiogram') return { 'interval.start_time': 'timestamp' };
      return { 'interval.civil_start_time': 'civil' };
  }
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const CIVIL = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The bound that a literal stands for; `undefined` if it is not written as it must be or is no such date. */
function boundOf(kind: Literal, text: string, timeZone: string): number | undefined {
  try {
    switch (kind) {
      case 'timestamp':
        return RFC_3339.test(text) ? Temporal.Instant.from(text).epochMilliseconds : undefined;
      case 'civil':
        return CIVIL.test(text)
          ? Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds
          : undefined;
      case 'date':
        return DATE.test(text)
          ? Temporal.PlainDate.from(text).toZonedDateTime('UTC').epochMilliseconds / DAY_MS
          : undefined;
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export type FilterResult =
  { readonly range: Range; readonly error?: never } | { readonly range?: never; readonly error: GoogleError };

/**
 * The range that a filter asks for, in the units of the type's record type (see {@link Range}); civil literals are in
 * the user's time zone. Every faulty restriction is named in the error, as the service does.
 */
export function rangeOfFilter(filter: string, type: DataType, timeZone: string): FilterResult {
  const range = { from: -Infinity, to: Infinity };
  if (filter.trim() === '') return { range };
  let restrictions: readonly Restriction[];
  try {
    restrictions = parseFilter(filter);
  } catch (error) {
    if (error instanceof FilterSyntaxError) return { error: invalidFilter([error.violation]) };
    throw error;
  }
  const violations: FilterViolation[] = [];
  for (const restriction of restrictions) {
    const bound = checkRestriction(restriction, type, timeZone);
    if (typeof bound === 'object') violations.push(bound);
    else if (restriction.comparator === '>=') range.from = Math.max(range.from, bound);
    else range.to = Math.min(range.to, bound);
  }
  return violations.length > 0 ? { error: invalidFilter(violations) } : { range };
}

const PREFIXES = new Set([...DATA_TYPES.values()].map(({ filterPrefix }) => filterPrefix));

function checkRestriction(
  { member, comparator, literal, column, literalColumn }: Restriction,
  type: DataType,
  timeZone: string,
): number | FilterViolation {
  const violation = (reason: string, description: string, at: number): FilterViolation => ({
    reason: `INVALID_DATA_POINT_FILTER_${reason}`,
    description: `${description} (at line 1, column ${at})`,
  });
  const dot = member.indexOf('.');
  const prefix = dot < 0 ? member : member.slice(0, dot);
  if (!PREFIXES.has(prefix)) {
    return violation('DATA_TYPE_RESTRICTION', `'${prefix}' is not a data type.`, column);
  }
  if (prefix !== type.filterPrefix) {
    return violation(
      'COLLECTION_MISMATCH',
      `Member '${member}' does not belong to the collection of ${type.id}.`,
      column,
    );
  }
  const kind = dot < 0 ? undefined : membersOf(type)[member.slice(dot + 1)];
  if (!kind) {
    return violation('DATA_TYPE_MEMBER', `Member '${member}' is not supported for filtering.`, column);
  }
  const comparators = type.id === 'electrocardiogram' ? ['>='] : ['>=', '<'];
  if (!comparators.includes(comparator)) {
    return violation('RESTRICTION_COMPARATOR', `Comparator '${comparator}' is not supported.`, column);
  }
  const bound = boundOf(kind, literal, timeZone);
  if (bound !== undefined) return bound;
  return kind === 'timestamp'
    ? violation('TIMESTAMP_FORMAT', `'${literal}' is not an RFC 3339 timestamp.`, literalColumn)
    : violation('CIVIL_DATE_TIME_FORMAT', `'${literal}' is not a civil date or time.`, literalColumn);
}
