import type { UserLook } from './colours.ts';

/** A piece of a user's line, for legends. */
export function UserSwatch({ look }: { readonly look: UserLook }) {
  return (
    <svg width="18" height="10" aria-hidden>
      <line
        x1="0"
        y1="5"
        x2="18"
        y2="5"
        stroke={look.colour}
        strokeWidth="3"
        strokeDasharray={look.dash.join(' ')}
      />
    </svg>
  );
}
