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
      <table className={styles.runs}>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col" data-minor>
              From
            </th>
            <th scope="col" data-minor>
              To
            </th>
            <th scope="col" data-count>
              Read
            </th>
            <th scope="col" data-count>
              Inserted
            </th>
            <th scope="col" data-count>
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
              <td data-count>{formatCount(user.rows_read)}</td>
              <td data-count>{formatCount(user.inserted)}</td>
              <td data-count>{formatCount(user.rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
