import { isTimeZone, readConfiguration, USER_ID, USER_ID_RULE, variable } from '@systole/service-kit';
import { z } from 'zod';
import type { SimulatedUser } from './series/person.ts';

const STANDARD_USERS = 'user1:23,user2:37';
const SEED = /^-?\d{1,9}$/;

const schema = z.object({
  SIMULATOR_HOST: variable.host(),
  SIMULATOR_PORT: variable.port(8_090),
  SIMULATED_USERS: z.string().transform(parseUsers).optional(),
  DATA_SEED: variable.wholeNumber(-999_999_999, 999_999_999).optional(),
  SIMULATOR_CLIENT_ID: z.string().default('demo-client'),
  SIMULATOR_CLIENT_SECRET: z.string().default('demo-secret'),
  QUOTA_REQUESTS_PER_MINUTE: variable.wholeNumber(1, 1_000_000).default(300),
  ACCESS_TOKEN_SECONDS: variable.wholeNumber(1, 86_400).default(3_599),
  SIMULATOR_FAULTS: variable.flag(false),
  LOG_LEVEL: variable.logLevel(),
  LOG_FORMAT: variable.logFormat(),
});

/** `user1:23,user2:37:Europe/Berlin`: id, seed and, if it is not UTC, time zone of each user. */
function parseUsers(text: string, context: z.RefinementCtx): readonly SimulatedUser[] {
  const users = text.split(',').map((entry): SimulatedUser => {
    const [id = '', seed = '', timeZone = 'UTC', ...rest] = entry.trim().split(':');
    const wrong = (message: string) => {
      context.addIssue({ code: 'custom', message: `'${entry.trim()}' ${message}` });
    };
    if (!USER_ID.test(id)) wrong(`has an id that ${USER_ID_RULE}`);
    if (!SEED.test(seed)) wrong('needs a seed of up to nine digits after the id, like user1:23');
    if (!isTimeZone(timeZone)) wrong('has an unknown time zone');
    if (rest.length > 0) wrong('has more parts than id:seed:time zone');
    return { id, seed: Number(seed), timeZone };
  });
  if (new Set(users.map(({ id }) => id)).size < users.length) {
    context.addIssue({ code: 'custom', message: 'must not name a user twice' });
  }
  return users;
}

export type SimulatorConfiguration = ReturnType<typeof readSimulatorConfiguration>;

/**
 * Reads the simulator's configuration. With `DATA_SEED` and no list of users there is one user, `user1`, of that seed.
 * @throws {ConfigurationError} naming every variable that is wrong.
 */
export function readSimulatorConfiguration(environment?: Readonly<Record<string, string | undefined>>) {
  const { SIMULATED_USERS, DATA_SEED, ...configuration } = readConfiguration(schema, environment);
  const fallback =
    DATA_SEED === undefined
      ? schema.shape.SIMULATED_USERS.parse(STANDARD_USERS)
      : [{ id: 'user1', seed: DATA_SEED }];
  return { ...configuration, users: SIMULATED_USERS ?? fallback ?? [] };
}
