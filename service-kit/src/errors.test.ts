import { describe, expect, it } from 'vitest';
import { failureKind, SystoleError } from './errors.ts';

const withCode = (code: string) => Object.assign(new Error('it failed'), { code });

describe('a failure', () => {
  it.each([
    ['53100', 'the disk is full'],
    ['53300', 'too many connections'],
    ['57P01', 'the server is shut down'],
    ['57P03', 'the server is starting up'],
    ['08006', 'the connection failed'],
    ['40P01', 'a deadlock'],
    ['40001', 'a serialization failure'],
    ['55P03', 'a lock that was waited for too long'],
    ['58030', 'an I/O error'],
    ['ECONNREFUSED', 'nobody listens'],
    ['ECONNRESET', 'the connection was cut'],
    ['EAI_AGAIN', 'the name was not resolved'],
  ])('with code %s, %s, may pass', (code) => {
    expect(failureKind(withCode(code))).toBe('transient');
  });

  it.each([
    ['23505', 'a unique violation'],
    ['42P01', 'a table that is not there'],
    ['28P01', 'a wrong password'],
    ['22P02', 'a value that does not parse'],
    ['57014', 'a statement that was cancelled'],
    ['ENOENT', 'a file that is not there'],
  ])('with code %s, %s, stays', (code) => {
    expect(failureKind(withCode(code))).toBe('terminal');
  });

  it('is what its cause is, and what we say of our own', () => {
    expect(failureKind(new Error('outside', { cause: withCode('53300') }))).toBe('transient');
    expect(failureKind(new AggregateError([withCode('ECONNREFUSED')]))).toBe('transient');
    expect(failureKind(new SystoleError('transient', 'later'))).toBe('transient');
    expect(failureKind('a text')).toBe('terminal');
  });
});
