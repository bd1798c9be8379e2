import { describe, expect, it } from 'vitest';
import { check, runCheck, type Check, type Measurements } from './checks.ts';

const WELL: Measurements = {
  rows: 100,
  accepted: 100,
  duplicates: 0,
  breaches: new Map(),
  incomplete: 0,
  nulls: new Map(),
  missingColumns: [],
  extraColumns: [],
  previousRows: 100,
  ageHours: 1,
  unreferenced: new Map(),
  counts: new Map(),
};

interface Case {
  readonly name: string;
  readonly check: Check;
  /** On the threshold: still passes. */
  readonly edge: Partial<Measurements>;
  readonly beyond: Partial<Measurements>;
  readonly value: number;
  /** Whether a file without rows does not pass. */
  readonly wantsRows?: true;
}

const breaches = (key: string, count: number) => ({ breaches: new Map([[key, count]]) });

const CASES: readonly Case[] = [
  {
    name: 'required fields missing in a share of rows',
    check: check.required('critical', 0.2),
    edge: { incomplete: 20 },
    beyond: { incomplete: 21 },
    value: 0.21,
  },
  {
    name: 'columns that can be read',
    check: check.parseRate('day', 'critical', 0.99),
    edge: breaches('day date-invalid', 1),
    beyond: breaches('day date-invalid', 2),
    value: 0.98,
  },
  {
    name: 'empty columns',
    check: check.nullRate('cost', 'warning', 0.05),
    edge: { nulls: new Map([['cost', 5]]) },
    beyond: { nulls: new Map([['cost', 6]]) },
    value: 0.06,
  },
  {
    name: 'values out of range',
    check: check.range('cost', 'warning', 0),
    edge: breaches('other value-out-of-range', 1),
    beyond: breaches('cost value-out-of-range', 1),
    value: 0.01,
  },
  {
    name: 'duplicates',
    check: check.duplicateRate('warning', 0.05),
    edge: { duplicates: 5 },
    beyond: { duplicates: 6 },
    value: 0.06,
  },
  {
    name: 'no row accepted',
    check: check.rowsAccepted('critical', 1),
    edge: { accepted: 1 },
    beyond: { accepted: 0 },
    value: 0,
  },
  {
    name: 'fewer rows than before',
    check: check.rowCountDrop('warning', 0.25),
    edge: { rows: 75 },
    beyond: { rows: 50 },
    value: 0.5,
  },
  {
    name: 'age of the newest row',
    check: check.freshness('warning', 48),
    edge: { ageHours: 48 },
    beyond: { ageHours: 49 },
    value: 49,
  },
  {
    name: 'missing columns',
    check: check.schema('ignore'),
    edge: { extraColumns: ['comment'] },
    beyond: { missingColumns: ['a', 'b'] },
    value: 2,
  },
  {
    name: 'a file that replaces all and has no rows',
    check: check.rowsPresent('critical', 1),
    edge: { accepted: 1 },
    beyond: { rows: 0, accepted: 0 },
    value: 0,
    wantsRows: true,
  },
  {
    name: 'values that stand there twice',
    check: check.unique('id', 'critical'),
    edge: { counts: new Map([['count(id) - count(DISTINCT id)', 0]]) },
    beyond: { counts: new Map([['count(id) - count(DISTINCT id)', 3]]) },
    value: 3,
  },
  {
    name: 'values that refer to nothing',
    check: check.references('doctor_id', 'warning', 0.95),
    edge: { accepted: 95, unreferenced: new Map([['doctor_id', 5]]) },
    beyond: { accepted: 90, unreferenced: new Map([['doctor_id', 10]]) },
    value: 0.9,
  },
  {
    name: 'values that are not among those allowed',
    check: check.allowedValues('status', ['a', 'b'], 'warning', 0.95),
    edge: { duplicates: 20, counts: new Map([["count(*) FILTER (WHERE status IN ('a', 'b'))", 76]]) },
    beyond: { duplicates: 20, counts: new Map([["count(*) FILTER (WHERE status IN ('a', 'b'))", 60]]) },
    value: 0.75,
  },
  {
    name: 'further columns, where they are not wanted',
    check: check.schema('fail'),
    edge: {},
    beyond: { extraColumns: ['comment'] },
    value: 1,
  },
];

describe.each(CASES)('the check of $name', ({ check: checked, edge, beyond, value, wantsRows = false }) => {
  it('passes where all is well and on its threshold', () => {
    expect(runCheck(checked, WELL).passed).toBe(true);
    expect(runCheck(checked, { ...WELL, ...edge }).passed).toBe(true);
  });

  it('fails beyond its threshold and says by how much', () => {
    const { name, kind, severity, threshold } = checked;
    expect(runCheck(checked, { ...WELL, ...beyond })).toEqual({
      name,
      kind,
      severity,
      threshold,
      passed: false,
      value,
    });
  });

  it(`${wantsRows ? 'fails' : 'passes'} where there is nothing to measure`, () => {
    const empty = { ...WELL, rows: 0, accepted: 0, previousRows: undefined, ageHours: undefined };
    expect(runCheck(checked, empty).passed).toBe(!wantsRows);
  });
});
