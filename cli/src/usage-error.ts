/** What was asked for cannot be done as it was asked: the message says why, and the command exits with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
