import { Link } from 'react-router';
import table from '../../../components/table.module.css';
import { formatCount } from '../../../units/format-value.ts';
import type { FileRows } from './file-rows.ts';
import type { RejectedCell, Uploaded } from './upload-days.ts';
import styles from './upload.module.css';

interface RejectedRowsProps {
  readonly uploaded: Uploaded;
  readonly rows: FileRows;
}

/** The rows that were not taken, as they stand in the file, with what is wrong beside the cell that it is about. */
export function RejectedRows({ uploaded, rows }: RejectedRowsProps) {
  const { rejects, rejected, run_id } = uploaded;
  return (
    <section aria-label="Rejected rows">
      <div className={table.scroll} role="region" aria-label="Rejected rows of the file" tabIndex={0}>
        <table className={`${table.table ?? ''} ${styles.rows ?? ''}`}>
          <thead>
            <tr>
              <th scope="col" data-number>
                Line
              </th>
              {rows.header.map((name, index) => (
                // A file may have a column twice.
                <th key={index} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rejects.map((reject, index) => (
              <RejectedRow key={index} reject={reject} rows={rows} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.more}>
        {rejects.length < rejected &&
          `The first ${formatCount(rejects.length)} of ${formatCount(rejected)}. `}
        All of them are in <Link to={`/runs?run=${run_id}`}>run {run_id}</Link>. Mend them and upload the file
        again: days that are there already only change where the file does.
      </p>
    </section>
  );
}

function RejectedRow({ reject, rows }: { readonly reject: RejectedCell; readonly rows: FileRows }) {
  const { line, column, message, raw_value } = reject;
  const cells = line === null ? undefined : rows.cellsOf(line);
  const offending = column === null ? -1 : rows.header.indexOf(column.toLowerCase());
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
        <td colSpan={Math.max(1, rows.header.length)} className={styles.offending}>
          <mark>
            {column !== null && `${column}: `}
            {raw_value ?? 'no value'}
          </mark>
          <span>{message}</span>
        </td>
      )}
    </tr>
  );
}
