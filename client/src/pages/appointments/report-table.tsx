import table from '../../components/table.module.css';
import styles from './appointments.module.css';
import { barLength, formatCell } from './report-figures.ts';
import type { ReportColumn, ReportRow } from './report-queries.ts';

interface ReportTableProps {
  readonly title: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  /** These are of what was asked before: what is asked now is on its way. */
  readonly isOld: boolean;
}

/** The answer row by row; numbers have a bar behind them that compares them. */
export function ReportTable({ title, columns, rows, isOld }: ReportTableProps) {
  return (
    <div className={styles.rows} role="region" aria-label={`${title}: rows`} tabIndex={0}>
      <table className={table.table} data-old={isOld}>
        <thead>
          <tr>
            {columns.map(({ name, label, kind }) => (
              <th
                key={name}
                scope="col"
                data-number={isNumber(kind) || undefined}
                data-minor={isMinor(name) || undefined}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Rows have no name of their own, and never change places.
            <tr key={index}>
              {columns.map((column) => (
                <Cell key={column.name} column={column} row={row} rows={rows} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps extends Pick<ReportTableProps, 'rows'> {
  readonly column: ReportColumn;
  readonly row: ReportRow;
}

function Cell({ column, row, rows }: CellProps) {
  const value = row[column.name];
  const length = barLength(value, column, rows);
  return (
    <td
      data-number={isNumber(column.kind) || undefined}
      data-date={column.kind === 'date' || undefined}
      data-minor={isMinor(column.name) || undefined}
    >
      {formatCell(value, column.kind)}
      {length !== undefined && (
        <span className={styles.bar} aria-hidden>
          <span style={{ width: `${length * 100}%` }} />
        </span>
      )}
    </td>
  );
}

function isNumber(kind: ReportColumn['kind']): boolean {
  return kind === 'count' || kind === 'share';
}

/** On a phone a doctor's name is enough. */
function isMinor(name: string): boolean {
  return name === 'doctor_id';
}
