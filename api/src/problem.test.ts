import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { invalidParameters, Problem, toProblem, unknownName } from './problem.ts';

function databaseError(code: string): Error {
  return Object.assign(new pg.DatabaseError('SELECT secret FROM somewhere', 0, 'error'), { code });
}

describe('what was thrown', () => {
  it.each([
    ['57014', 503, 'query-timeout'],
    ['25006', 403, 'read-only'],
    ['57P01', 503, 'database-unavailable'],
    ['53300', 503, 'database-unavailable'],
    ['42P01', 500, 'internal'],
    ['XX000', 500, 'internal'],
  ])('becomes, of SQLSTATE %s, a %i (%s) that says nothing of the statement', (code, status, kind) => {
    const cause = databaseError(code);
    const problem = toProblem(cause);
    expect(problem.cause).toBe(cause);
    expect(problem.body('/users')).toMatchObject({
      status,
      type: `urn:systole:problem:${kind}`,
      instance: '/users',
    });
    expect(JSON.stringify(problem.body('/users'))).not.toContain('secret');
  });

  it('stays what it is where it is a problem already', () => {
    const problem = invalidParameters([{ parameter: 'limit', detail: 'must be small' }]);
    expect(toProblem(problem)).toBe(problem);
  });

  it('becomes a 500 where it is no error at all', () => {
    expect(toProblem('a string').status).toBe(500);
  });
});

describe('an unknown name', () => {
  it('comes with at most a hundred of those that are known', () => {
    const known = Array.from({ length: 150 }, (_, index) => `user${index}`);
    const problem = unknownName('user', 'user_id', ['x'], known);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem.body('/').known).toEqual(known.slice(0, 100));
    expect(problem.message).toMatch(/user99, …\.$/);
  });
});
