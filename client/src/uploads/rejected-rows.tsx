import { Link } from 'react-router';
import table from '../components/table.module.css';
import { formatCount } from '../units/format-value.ts';
import type { FileRows } from './file-rows.ts';
import styles from './upload.module.css';
import type { RejectedCell, Uploaded } from './uploads.ts';

interface RejectedRowsProps {
  readonly uploaded: Uploaded;
  /** undefined: the file is no text. */
  readonly rows: FileRows | undefined;
}

/** The rows that were not taken, as they stand in the file, with what is wrong beside the cell that it is about. */
export function RejectedRows({ uploaded, rows }: RejectedRowsProps) {
  const { rejects, rejected, run_id } = uploaded;
  const header = rows?.header ?? ['What was not taken'];
  return (
    <section aria-label="Rejected rows">
      <div className={table.scroll} role="region" aria-label="Rejected rows of the file" tabIndex={0}>
        <table className={`${table.table ?? ''} ${styles.rows ?? ''}`}>
          <thead>
            <tr>
              <th scope="col" data-number>
                Line
              </th>
              {header.map((name, index) => (
                // A file may have a column twice.
                <th key={index} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rejects.map((reject, index) => (
              <RejectedRow key={index} reject={reject} rows={rows} width={header.length} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.more}>
        {rejects.length < rejected &&
          `The first ${formatCount(rejects.length)} of ${formatCount(rejected)}. `}
        All of them are in <Link to={`/runs?run=${run_id}`}>run {run_id}</Link>. Mend them and upload the file
        again: what is there already only changes where the file does.
      </p>
    </section>
  );
}

interface RejectedRowProps {
  readonly reject: RejectedCell;
  readonly rows: FileRows | undefined;
  /** How many columns the table has. */
  readonly width: number;
}

function RejectedRow({ reject, rows, width }: RejectedRowProps) {
  const { line, column, message, raw_value } = reject;
  const cells = line === null ? undefined : rows?.cellsOf(line);
  const offending = rows && column !== null ? rows.header.indexOf(column.toLowerCase()) : -1;
  return (
    <tr>
      <th scope="row" data-number>
        {line ?? '–'}
      </th>
      {cells && offending >= 0 ? (
        cells.map((cell, index) =>
          index === offending ? (
            <td key={index} className={styles.offending}>
              <mark>{cell === '' ? 'empty' : cell}</mark>
              <span>{message}</span>
            </td>
          ) : (
            <td key={index}>{cell}</td>
          ),
        )
      ) : (
        <td colSpan={width} className={styles.offending}>
          <mark>
            {column !== null && `${column}: `}
            {raw_value === '' ? 'empty' : (raw_value ?? 'no value')}
          </mark>
          <span>{message}</span>
        </td>
      )}
    </tr>
  );
}
