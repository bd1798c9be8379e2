import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderTable, type Column } from './table.ts';

interface Fruit {
  readonly name: string;
  readonly colour: string;
  readonly count: number;
}

const columns: readonly Column<Fruit>[] = [
  { title: 'fruit', value: ({ name }) => name, flexible: true },
  { title: 'count', value: ({ count }) => String(count), align: 'right' },
  { title: 'colour', value: ({ colour }) => colour, flexible: true },
];

const linesOf = (rows: readonly Fruit[], width?: number) =>
  stripVTControlCharacters(renderTable(columns, rows, width)).split('\n');

describe('a table', () => {
  it('aligns its columns', () => {
    expect(
      linesOf([
        { name: 'apple', colour: 'red', count: 5 },
        { name: 'fig', colour: 'purple', count: 1_000_000 },
      ]),
    ).toEqual(['fruit    count  colour', 'apple        5  red', 'fig    1000000  purple']);
  });

  it('fits the terminal by cutting the longest flexible columns', () => {
    const long = { name: 'a'.repeat(60), colour: 'b'.repeat(30), count: 7 };
    const lines = linesOf([long], 60);
    expect(lines[1]).toHaveLength(60);
    expect(lines[1]).toMatch(/^a+…\s+7 {2}b+…?$/);
  });

  it('stays as wide as it must be where the terminal is too narrow', () => {
    const lines = linesOf([{ name: 'strawberry', colour: 'strawberry red', count: 7 }], 5);
    expect(lines[1]).toBe('strawbe…      7  strawbe…');
  });

  it('shows control characters of values instead of obeying them', () => {
    const [, line] = linesOf([{ name: 'a\u001b[31mb', colour: 'c\nd\u202e', count: 1 }]);
    expect(line).toBe('a\\u001b[31mb      1  c\\u000ad\\u202e');
  });
});
