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

/**
 * The look of a user: it depends on all users and not on which are shown, so that it stays with the user whatever is
 * toggled, on every page.
 */
export function lookOf(
  userId: string,
  allUsers: readonly { readonly user_id: string }[],
  scheme: 'light' | 'dark',
): UserLook {
  const index = Math.max(
    0,
    allUsers.findIndex(({ user_id }) => user_id === userId),
  );
  return lookAt(index, scheme);
}

/** The look of the curve with this number, from 0, of a chart whose curves are no users. */
export function lookAt(index: number, scheme: 'light' | 'dark'): UserLook {
  const colour = PALETTE[index % PALETTE.length] ?? PALETTE[0];
  const dash = DASHES[Math.floor(index / PALETTE.length) % DASHES.length] ?? [];
  return { colour: colour[scheme], dash };
}
