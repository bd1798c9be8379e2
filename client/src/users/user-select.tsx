import { MultiSelect, Pill, useComputedColorScheme } from '@mantine/core';
import type { User } from '../api/answers.ts';
import { lookOf } from './colours.ts';
import styles from './user-select.module.css';
import { UserSwatch } from './user-swatch.tsx';

/** As many lines as a chart can hold and a person tell apart. */
const MOST_USERS = 12;

interface UserSelectProps {
  readonly users: readonly User[];
  readonly chosen: readonly User[];
  readonly onChange: (userIds: readonly string[]) => void;
}

/** Chooses one or several users, by name or from the list. */
export function UserSelect({ users, chosen, onChange }: UserSelectProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return (
    <MultiSelect
      label="Users"
      size="sm"
      className={styles.select ?? ''}
      data={users.map(({ user_id }) => user_id)}
      value={chosen.map(({ user_id }) => user_id)}
      maxValues={MOST_USERS}
      limit={200}
      searchable
      hidePickedOptions
      nothingFoundMessage="No such user"
      renderOption={({ option }) => (
        <span className={styles.option}>
          <UserSwatch look={lookOf(option.value, users, scheme)} />
          {option.value}
        </span>
      )}
      renderPill={({ value, onRemove }) => (
        <Pill size="sm" withRemoveButton {...(onRemove && { onRemove })}>
          <span className={styles.option}>
            <UserSwatch look={lookOf(String(value), users, scheme)} />
            {value}
          </span>
        </Pill>
      )}
      onChange={(userIds) => {
        // A chart of nobody says nothing.
        if (userIds.length > 0) onChange(userIds);
      }}
    />
  );
}
