import type { User } from '../api/answers.ts';

export interface ChosenUsers {
  /** Every user there is; empty until they are known. */
  readonly users: readonly User[];
  /** Those the URL names, in its order; the first user where it names none that exists. */
  readonly chosen: readonly User[];
  /** Names in the URL that are nobody's. */
  readonly unknown: readonly string[];
}

/** The users of these names, from those that are known so far. */
export function chooseUsers(users: readonly User[] | undefined, names: readonly string[]): ChosenUsers {
  if (!users) return { users: [], chosen: [], unknown: [] };
  const named = [...new Set(names)].map((name) => ({
    name,
    user: users.find(({ user_id }) => user_id === name),
  }));
  const known = named.flatMap(({ user }) => user ?? []);
  return {
    users,
    chosen: known.length > 0 ? known : users.slice(0, 1),
    unknown: named.filter(({ user }) => !user).map(({ name }) => name),
  };
}
