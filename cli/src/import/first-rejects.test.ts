import type { Reject } from '@systole/etl';
import { describe, expect, it } from 'vitest';
import { firstRejects } from './first-rejects.ts';

const reject = (line: number): Reject => ({
  userId: 'anna',
  place: { file: 'days.csv', line },
  rule: 'value-not-a-number',
  message: 'the value is not a number',
  rawValue: 'abc',
});
const rejects = Array.from({ length: 20 }, (_, index) => reject(index + 2));

describe('the rejects below the summary of an import', () => {
  it('are the first five, with the command that shows all', () => {
    const lines = firstRejects(rejects, 400, 12);
    expect(lines).toContain('  The first 5 of 400 rejects:');
    expect(lines.join('\n')).toContain('days.csv:6');
    expect(lines.join('\n')).not.toContain('days.csv:7');
    expect(lines.at(-1)).toBe('  All of them: systole rejects 12');
  });

  it('promise no more where there are no more', () => {
    const text = firstRejects(rejects.slice(0, 2), 2, 12).join('\n');
    expect(text).toContain('Rejects:');
    expect(text).not.toContain('systole rejects');
  });

  it('tell of those that only the load has met', () => {
    expect(firstRejects(rejects.slice(0, 1), 2, 12)).toContain('  The first 1 of 2 rejects:');
    expect(firstRejects([], 2, 12)).toEqual(['', '  All of them: systole rejects 12']);
  });

  it('name no run after a dry run', () => {
    expect(firstRejects(rejects, 400).join('\n')).not.toContain('systole rejects');
  });

  it('are not mentioned where there are none', () => {
    expect(firstRejects([], 0, 12)).toEqual([]);
  });
});
