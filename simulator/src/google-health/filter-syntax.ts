import type { FilterViolation } from './errors.ts';

export interface Restriction {
  readonly member: string;
  readonly comparator: string;
  /** Without its quotes. */
  readonly literal: string;
  /** Where the member and the literal begin, from 1. */
  readonly column: number;
  readonly literalColumn: number;
}

interface Token {
  readonly kind: 'name' | 'comparator' | 'literal' | 'other';
  readonly text: string;
  readonly column: number;
}

const TOKEN = /\s*(?:(?<name>[A-Za-z_][\w.-]*)|(?<comparator>[<>!]=?|=|:)|(?<literal>"[^"]*")|(?<other>\S))/y;

/** The filter does not follow the grammar `member comparator "literal" (AND …)*`. */
export class FilterSyntaxError extends Error {
  override readonly name = 'FilterSyntaxError';
  readonly violation: FilterViolation;

  constructor(reason: 'SYNTAX' | 'MISSING_TOKEN', description: string, column: number) {
    super(description);
    this.violation = {
      reason: `INVALID_DATA_POINT_FILTER_${reason}`,
      description: `${description} (at line 1, column ${column})`,
    };
  }
}

/**
 * Splits a filter into its restrictions; whether they fit the data type is not looked at.
 * @throws {FilterSyntaxError} at the first token that does not fit.
 */
export function parseFilter(filter: string): readonly Restriction[] {
  const tokens = tokenize(filter);
  const restrictions: Restriction[] = [];
  let at = 0;
  const take = (kind: Token['kind'], what: string): Token => {
    const token = tokens[at];
    if (!token) throw new FilterSyntaxError('MISSING_TOKEN', `Expected ${what}.`, filter.length + 1);
    if (token.kind !== kind) {
      throw new FilterSyntaxError('SYNTAX', `Expected ${what} instead of '${token.text}'.`, token.column);
    }
    at += 1;
    return token;
  };

  do {
    if (restrictions.length > 0) {
      const and = take('name', 'AND');
      if (and.text !== 'AND') {
        throw new FilterSyntaxError('SYNTAX', `'${and.text}' is not supported, only AND is.`, and.column);
      }
    }
    const member = take('name', 'a member');
    const comparator = take('comparator', 'a comparator');
    const literal = take('literal', 'a literal in double quotes');
    restrictions.push({
      member: member.text,
      comparator: comparator.text,
      literal: literal.text.slice(1, -1),
      column: member.column,
      literalColumn: literal.column,
    });
  } while (at < tokens.length);
  return restrictions;
}

function tokenize(filter: string): readonly Token[] {
  return [...filter.matchAll(new RegExp(TOKEN, 'gy'))].map((match) => {
    const [kind = 'other', text = ''] = Object.entries(match.groups ?? {}).find(([, found]) => found) ?? [];
    return { kind: kind as Token['kind'], text, column: match.index + match[0].length - text.length + 1 };
  });
}
