import { formatCount, formatPercent } from '../units/format-value.ts';

interface Measure {
  /** What a value is multiplied by to be in the unit. */
  readonly factor: number;
  readonly unit: string;
  readonly bound: 'at least' | 'at most';
  readonly what: string;
}

const share = (what: string, bound: Measure['bound'] = 'at most'): Measure => ({
  factor: 100,
  unit: '%',
  bound,
  what,
});
const count = (what: string, bound: Measure['bound'] = 'at most'): Measure => ({
  factor: 1,
  unit: '',
  bound,
  what,
});

/** How the value of each kind of check is to be read. */
const KINDS: Readonly<Record<string, Measure>> = {
  schema: count('Columns that are missing or not declared'),
  required: share('Rows in which something required is missing'),
  'parse-rate': share('Rows whose column can be read', 'at least'),
  'null-rate': share('Accepted rows with nothing in the column'),
  'duplicate-rate': share('Accepted rows that another supersedes'),
  range: share('Rows whose column lies outside its range'),
  uniqueness: count('Rows whose value stands in another as well'),
  'referential-integrity': share('Rows whose value is known where it refers to', 'at least'),
  'allowed-values': share('Rows whose value is one of those allowed', 'at least'),
  'row-count': count('Rows that broke no rule', 'at least'),
  'row-count-drop': share('Rows fewer than in the file before'),
  freshness: { factor: 1, unit: 'h', bound: 'at most', what: 'Age of the newest row' },
};

/** A kind of a later version is a number like any other. */
export function measureOf(kind: string): Measure {
  return KINDS[kind] ?? count(kind);
}

/** `98.6 %`, `12 h`; a dash where there was nothing to measure. */
export function formatMeasured(kind: string, value: number | null): string {
  const { factor, unit } = measureOf(kind);
  if (value === null) return '–';
  if (unit === '%') return formatPercent(value * factor);
  return unit === '' ? formatCount(value) : `${formatCount(value)} ${unit}`;
}

/** `at least 99 %`, `none` */
export function formatThreshold(kind: string, threshold: number): string {
  const { bound } = measureOf(kind);
  return bound === 'at most' && threshold === 0 ? 'none' : `${bound} ${formatMeasured(kind, threshold)}`;
}

/** `Passed`, `Failed`, `Warning`: a check that fails keeps the file out only where it is critical. */
export function verdictOf({
  passed,
  severity,
}: {
  readonly passed: boolean;
  readonly severity: 'critical' | 'warning';
}) {
  if (passed) return { label: 'Passed', tone: 'good' } as const;
  return severity === 'critical'
    ? ({ label: 'Failed', tone: 'bad' } as const)
    : ({ label: 'Warning', tone: 'warn' } as const);
}

/** Of a run’s gates together. */
export function describePassed(passed: boolean | null) {
  if (passed === null) return { label: 'No gates', tone: 'neutral' } as const;
  return passed
    ? ({ label: 'Let through', tone: 'good' } as const)
    : ({ label: 'Kept back', tone: 'bad' } as const);
}
