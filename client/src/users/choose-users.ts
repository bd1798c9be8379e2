import type { User } from '../api/answers.ts';

export interface ChosenUsers {
  /** Every user there is; empty until they are known. */
  readonly users: readonly User[];
  /** Those the URL names, in its order; where it names none that exists, the first user with recent data. */
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
    chosen: known.length > 0 ? known : recentUsers(users).slice(0, 1),
    unknown: named.filter(({ user }) => !user).map(({ name }) => name),
  };
}

/** Users whose devices sync once in a while count as equally recent, so that the choice does not change with each sync. */
const EQUALLY_RECENT_MS = 2 * 86_400_000;

/** Users whose data is about as new as anybody's: who opens the dashboard wants to see what is going on. */
function recentUsers(users: readonly User[]): readonly User[] {
  const newestOf = ({ datasets }: User) =>
    Math.max(-Infinity, ...datasets.map(({ last_timestamp }) => Date.parse(last_timestamp)));
  const newest = Math.max(...users.map(newestOf));
  return users.filter((user) => newestOf(user) >= newest - EQUALLY_RECENT_MS);
}

/** Whom to compare where nobody is named: those with recent data, or else the first there are. */
export function standardComparison(users: readonly User[], most: number): readonly User[] {
  const recent = recentUsers(users);
  return (recent.length > 1 ? recent : users).slice(0, most);
}
