import { describe, expect, it } from 'vitest';
import { describeError } from './logger.ts';

const coded = (message: string, code: string) => Object.assign(new Error(message), { code });

describe('the description of an error', () => {
  it('has its code, and what caused it', () => {
    const cause = coded('no more connections', '53300');
    expect(describeError(new Error('the run failed', { cause }))).toBe(
      'the run failed: no more connections (53300)',
    );
  });

  it('says nothing twice', () => {
    const refused = coded('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED');
    expect(describeError(refused)).toBe('connect ECONNREFUSED 127.0.0.1:5432');
    expect(describeError(new Error(`no answer: ${refused.message}`, { cause: refused }))).toBe(
      'no answer: connect ECONNREFUSED 127.0.0.1:5432',
    );
  });

  it('names all addresses that were tried in vain', () => {
    const tried = ['::1', '127.0.0.1'].map((host) => coded(`connect ECONNREFUSED ${host}:1`, 'ECONNREFUSED'));
    expect(describeError(new AggregateError(tried))).toBe(
      'connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1',
    );
  });
});
