import { useComputedColorScheme } from '@mantine/core';
import type { User } from '../../api/answers.ts';
import { lookOf } from '../../users/colours.ts';
import { UserSwatch } from '../../users/user-swatch.tsx';
import styles from './user-toggles.module.css';

interface UserTogglesProps {
  readonly users: readonly User[];
  readonly allUsers: readonly User[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (userId: string) => void;
}

/** The legend, each entry of which switches its user off and on. */
export function UserToggles({ users, allUsers, hidden, onToggle }: UserTogglesProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return (
    <div className={styles.toggles} role="group" aria-label="Users that are shown">
      {users.map(({ user_id }) => (
        <button
          key={user_id}
          type="button"
          className={styles.toggle}
          aria-pressed={!hidden.has(user_id)}
          onClick={() => {
            onToggle(user_id);
          }}
        >
          <UserSwatch look={lookOf(user_id, allUsers, scheme)} />
          {user_id}
        </button>
      ))}
    </div>
  );
}
