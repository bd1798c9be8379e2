import table from '../../components/table.module.css';
import { formatDateTime } from '../../time/format-time.ts';
import { formatCount } from '../../units/format-value.ts';
import type { RunDetail } from './run-queries.ts';
import styles from './runs.module.css';

interface RunUsersProps {
  readonly users: RunDetail['users'];
  readonly timeZone: string;
}

/** What a file of several people held of each. */
export function RunUsers({ users, timeZone }: RunUsersProps) {
  const instant = (text: string | null) => (text === null ? '–' : formatDateTime(Date.parse(text), timeZone));
  return (
    <section aria-label="Users of the run">
      <h3 className={styles.subtitle}>Users</h3>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col" data-minor>
              From
            </th>
            <th scope="col" data-minor>
              To
            </th>
            <th scope="col" data-number>
              Read
            </th>
            <th scope="col" data-number>
              Inserted
            </th>
            <th scope="col" data-number>
              Rejected
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.user_id}>
              <td>{user.user_id}</td>
              <td data-minor>{instant(user.first_timestamp)}</td>
              <td data-minor>{instant(user.last_timestamp)}</td>
              <td data-number>{formatCount(user.rows_read)}</td>
              <td data-number>{formatCount(user.inserted)}</td>
              <td data-number>{formatCount(user.rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
