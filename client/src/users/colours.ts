import type { User } from '../api/answers.ts';

/**
 * Colours that the colour-blind tell apart too: Okabe and Ito's, without those too pale for a line, each in a shade
 * for light and one for dark surfaces.
 */
const PALETTE = [
  { light: '#0072b2', dark: '#4da6e0' },
  { light: '#d55e00', dark: '#f08a3c' },
  { light: '#00805f', dark: '#2fbf94' },
  { light: '#a8487e', dark: '#dd8fbb' },
  { light: '#8f6b00', dark: '#e3c13d' },
  { light: '#4a4ab8', dark: '#9d9df2' },
  { light: '#3d4852', dark: '#c3ccd4' },
  { light: '#2b8ca3', dark: '#7fd3e6' },
] as const;

/** Line patterns tell users apart where there are more of them than colours. */
const DASHES = [[], [6, 3], [2, 2]] as const;

export interface UserLook {
  readonly colour: string;
  /** Lengths of the dashes and gaps of the line, in pixels; empty: a solid line. */
  readonly dash: readonly number[];
}

/** What of a user decides on the look. */
export type Arrival = Pick<User, 'user_id' | 'added_at'>;

/**
 * The look of a user: by how many came before. So it stays with the user whatever is toggled and whoever comes later,
 * on every page, and as many users as there are looks are told apart.
 */
export function lookOf(userId: string, allUsers: readonly Arrival[], scheme: 'light' | 'dark'): UserLook {
  const user = allUsers.find(({ user_id }) => user_id === userId);
  const index = user ? allUsers.filter((other) => cameBefore(other, user)).length : 0;
  return lookAt(index, scheme);
}

/** The look of the curve with this number, from 0, of a chart whose curves are no users. */
export function lookAt(index: number, scheme: 'light' | 'dark'): UserLook {
  const colour = PALETTE[index % PALETTE.length] ?? PALETTE[0];
  const dash = DASHES[Math.floor(index / PALETTE.length) % DASHES.length] ?? [];
  return { colour: colour[scheme], dash };
}

/** Times are texts of one form, so that they sort as they are. */
function cameBefore(one: Arrival, other: Arrival): boolean {
  return one.added_at === other.added_at ? one.user_id < other.user_id : one.added_at < other.added_at;
}
