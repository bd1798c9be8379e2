import { Autocomplete, type OptionsFilter } from '@mantine/core';
import { useState } from 'react';
import type { User } from '../../api/answers.ts';

/** The name that is shown is no search for others. */
const everybody: OptionsFilter = ({ options }) => options;

interface UserFieldProps {
  readonly users: readonly User[];
  readonly userId: string;
  readonly onChoose: (userId: string) => void;
}

/** Somebody of the list, or a name that is nobody’s yet. */
export function UserField({ users, userId, onChoose }: UserFieldProps) {
  const [typed, setTyped] = useState(userId);
  const choose = (name: string) => {
    const chosen = name.trim();
    if (chosen === '') setTyped(userId);
    else if (chosen !== userId) onChoose(chosen);
  };
  return (
    <Autocomplete
      label="User"
      description="Or a new name, for a first upload"
      maxLength={128}
      data={users.map(({ user_id }) => user_id)}
      limit={200}
      {...(typed === userId ? { filter: everybody } : {})}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={choose}
      onBlur={() => {
        choose(typed);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') choose(typed);
      }}
    />
  );
}
