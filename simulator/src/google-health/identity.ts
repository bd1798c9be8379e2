import { createHash } from 'node:crypto';
import type { SimulatedUser } from '../series/person.ts';

/** The vendor's own id of a user, which stands in URLs in place of `me`. */
export function healthUserId({ id, seed }: SimulatedUser): string {
  const bits = createHash('sha256').update(`${seed} ${id}`).digest().readUInt32BE();
  return String(1_000_000_000 + bits);
}

/** `GET /v4/users/me/identity`. */
export function identityOf(user: SimulatedUser) {
  const id = healthUserId(user);
  return {
    name: 'users/me/identity',
    healthUserId: id,
    legacyUserId: Number(id).toString(36).toUpperCase(),
  };
}
