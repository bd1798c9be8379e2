/** What is known of a run's input when its rows are staged. */
export interface Measurements {
  /** Rows of the file, blank ones not counted. */
  readonly rows: number;
  /** Rows that broke no rule. */
  readonly accepted: number;
  /** Accepted rows that another with the same business key supersedes; undefined where no database was asked. */
  readonly duplicates: number | undefined;
  /** Rows that broke a rule, by `column rule`; a row that broke several counts for each. */
  readonly breaches: ReadonlyMap<string, number>;
  /** Rows without something required, however much of it they lack. */
  readonly incomplete: number;
  /** Accepted rows without a value, by column. */
  readonly nulls: ReadonlyMap<string, number>;
  /** Of the header. */
  readonly missingColumns: readonly string[];
  readonly extraColumns: readonly string[];
  /** Rows of the file that was published before; undefined where there is none. */
  readonly previousRows: number | undefined;
  /** Hours since the newest row was changed; undefined without rows. */
  readonly ageHours: number | undefined;
  /** Rows that refer to nothing, by column; undefined where no database was asked. */
  readonly unreferenced: ReadonlyMap<string, number> | undefined;
  /** What checks had counted of the staged rows, by its SQL; empty where no database was asked. */
  readonly counts: ReadonlyMap<string, number>;
}

/** What becomes of columns that a dataset does not declare. */
export type ColumnPolicy = 'fail' | 'evolve' | 'ignore';

export type Severity = 'critical' | 'warning';

/**
 * One gate of a dataset. `critical`: publishing is refused. The value is compared with the threshold; where there is
 * nothing to measure, the check passes.
 */
export interface Check {
  readonly name: string;
  readonly kind: CheckKind;
  readonly severity: Severity;
  readonly threshold: number;
  readonly bound: 'at least' | 'at most';
  /** SQL of an aggregate over the staged rows, one for each business key, where the check needs one. */
  readonly count?: string;
  readonly measure: (measurements: Measurements) => number | undefined;
}

export type CheckKind =
  | 'schema'
  | 'required'
  | 'parse-rate'
  | 'null-rate'
  | 'duplicate-rate'
  | 'range'
  | 'uniqueness'
  | 'referential-integrity'
  | 'allowed-values'
  | 'row-count'
  | 'row-count-drop'
  | 'freshness';

export interface CheckResult {
  readonly name: string;
  readonly kind: CheckKind;
  readonly severity: Severity;
  readonly passed: boolean;
  /** null where there was nothing to measure. */
  readonly value: number | null;
  readonly threshold: number;
}

export function runCheck(check: Check, measurements: Measurements): CheckResult {
  const { name, kind, severity, threshold, bound } = check;
  const value = check.measure(measurements);
  const passed = value === undefined || (bound === 'at least' ? value >= threshold : value <= threshold);
  return { name, kind, severity, passed, value: value ?? null, threshold };
}

const share = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);

/** How often one of the rules was broken in a column. */
const broken = ({ breaches }: Measurements, column: string, rules: readonly string[]) =>
  rules.reduce((sum, rule) => sum + (breaches.get(`${column} ${rule}`) ?? 0), 0);

const PARSE_RULES = ['date-invalid', 'timestamp-invalid', 'value-not-a-number', 'id-invalid', 'cell-error'];
const RANGE_RULES = ['value-out-of-range', 'timestamp-in-future', 'date-implausible'];

/** Constructors of checks, one for each kind. Shares are from 0 to 1. */
export const check = {
  /** Columns that are missing, and with the policy `fail` those that are not declared. */
  schema: (policy: ColumnPolicy): Check => ({
    name: 'schema',
    kind: 'schema',
    severity: 'critical',
    threshold: 0,
    bound: 'at most',
    measure: ({ missingColumns, extraColumns }) =>
      missingColumns.length + (policy === 'fail' ? extraColumns.length : 0),
  }),
  /** Share of rows in which something required is missing. */
  required: (severity: Severity, atMost: number): Check => ({
    name: 'required fields missing',
    kind: 'required',
    severity,
    threshold: atMost,
    bound: 'at most',
    measure: (m) => share(m.incomplete, m.rows),
  }),
  /** Share of rows whose column can be read as what it should be. */
  parseRate: (column: string, severity: Severity, atLeast: number): Check => ({
    name: `${column} readable`,
    kind: 'parse-rate',
    severity,
    threshold: atLeast,
    bound: 'at least',
    measure: (m) => share(m.rows - broken(m, column, PARSE_RULES), m.rows),
  }),
  /** Share of accepted rows that have nothing in a column. */
  nullRate: (column: string, severity: Severity, atMost: number): Check => ({
    name: `${column} empty`,
    kind: 'null-rate',
    severity,
    threshold: atMost,
    bound: 'at most',
    measure: (m) => share(m.nulls.get(column) ?? 0, m.accepted),
  }),
  /** Share of rows whose column lies outside its range. */
  range: (column: string, severity: Severity, atMost: number): Check => ({
    name: `${column} out of range`,
    kind: 'range',
    severity,
    threshold: atMost,
    bound: 'at most',
    measure: (m) => share(broken(m, column, RANGE_RULES), m.rows),
  }),
  /** Share of accepted rows that another supersedes. */
  duplicateRate: (severity: Severity, atMost: number): Check => ({
    name: 'duplicates',
    kind: 'duplicate-rate',
    severity,
    threshold: atMost,
    bound: 'at most',
    measure: (m) => (m.duplicates === undefined ? undefined : share(m.duplicates, m.accepted)),
  }),
  /** Rows that broke no rule, where the file has rows at all. */
  rowsAccepted: (severity: Severity, atLeast: number): Check => ({
    name: 'rows accepted',
    kind: 'row-count',
    severity,
    threshold: atLeast,
    bound: 'at least',
    measure: (m) => (m.rows === 0 ? undefined : m.accepted),
  }),
  /** Rows that broke no rule. For datasets whose file replaces all: one without rows would empty the table. */
  rowsPresent: (severity: Severity, atLeast: number): Check => ({
    name: 'rows accepted',
    kind: 'row-count',
    severity,
    threshold: atLeast,
    bound: 'at least',
    measure: (m) => m.accepted,
  }),
  /** Staged rows whose value stands in another as well. */
  unique: (column: string, severity: Severity): Check => {
    const count = `count(${column}) - count(DISTINCT ${column})`;
    return {
      name: `${column} not unique`,
      kind: 'uniqueness',
      severity,
      threshold: 0,
      bound: 'at most',
      count,
      measure: ({ counts }) => counts.get(count),
    };
  },
  /** Share of rows whose value stands in the table that the column refers to; the others are rejected. */
  references: (column: string, severity: Severity, atLeast: number): Check => ({
    name: `${column} known`,
    kind: 'referential-integrity',
    severity,
    threshold: atLeast,
    bound: 'at least',
    measure: ({ unreferenced, accepted }) =>
      unreferenced && share(accepted, accepted + (unreferenced.get(column) ?? 0)),
  }),
  /** Share of staged rows whose value is one of these. Others are taken all the same. */
  allowedValues: (column: string, values: readonly string[], severity: Severity, atLeast: number): Check => {
    const count = `count(*) FILTER (WHERE ${column} IN (${values.map((value) => `'${value}'`).join(', ')}))`;
    return {
      name: `${column} ${values.join(' or ')}`,
      kind: 'allowed-values',
      severity,
      threshold: atLeast,
      bound: 'at least',
      count,
      measure: ({ counts, accepted, duplicates = 0 }) => {
        const allowed = counts.get(count);
        return allowed === undefined ? undefined : share(allowed, accepted - duplicates);
      },
    };
  },
  /** By which share the file has fewer rows than the one published before. */
  rowCountDrop: (severity: Severity, atMost: number): Check => ({
    name: 'rows fewer than before',
    kind: 'row-count-drop',
    severity,
    threshold: atMost,
    bound: 'at most',
    measure: ({ rows, previousRows }) =>
      previousRows === undefined || previousRows === 0 ? undefined : Math.max(0, 1 - rows / previousRows),
  }),
  /** Age of the newest row, in hours. */
  freshness: (severity: Severity, atMostHours: number): Check => ({
    name: 'age of the newest row in hours',
    kind: 'freshness',
    severity,
    threshold: atMostHours,
    bound: 'at most',
    measure: ({ ageHours }) => ageHours,
  }),
};
