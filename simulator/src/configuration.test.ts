import { ConfigurationError } from '@systole/service-kit';
import { describe, expect, it } from 'vitest';
import { readSimulatorConfiguration } from './configuration.ts';

describe('the configuration of the simulator', () => {
  it('is complete without any variable', () => {
    expect(readSimulatorConfiguration({})).toMatchObject({
      SIMULATOR_HOST: '127.0.0.1',
      SIMULATOR_PORT: 8_090,
      QUOTA_REQUESTS_PER_MINUTE: 300,
      ACCESS_TOKEN_SECONDS: 3_599,
      SIMULATOR_FAULTS: false,
      users: [
        { id: 'user1', seed: 23, timeZone: 'UTC' },
        { id: 'user2', seed: 37, timeZone: 'UTC' },
      ],
    });
  });

  it('lists users with seed and time zone', () => {
    const { users } = readSimulatorConfiguration({
      SIMULATED_USERS: 'anna:1:Europe/Berlin, ben@example.org:-7',
      DATA_SEED: '99',
    });
    expect(users).toEqual([
      { id: 'anna', seed: 1, timeZone: 'Europe/Berlin' },
      { id: 'ben@example.org', seed: -7, timeZone: 'UTC' },
    ]);
  });

  it('makes one user of a seed alone', () => {
    expect(readSimulatorConfiguration({ DATA_SEED: '99' }).users).toEqual([{ id: 'user1', seed: 99 }]);
  });

  it.each(['anna', 'anna:x', ':5', 'anna:5:Mars/Olympus', 'anna:5:UTC:more', 'anna:5,anna:6', 'anna:5,'])(
    'refuses %j as a list of users',
    (list) => {
      expect(() => readSimulatorConfiguration({ SIMULATED_USERS: list })).toThrow(/SIMULATED_USERS/);
    },
  );

  it('names every problem at once', () => {
    try {
      readSimulatorConfiguration({ SIMULATOR_PORT: 'x', DATA_SEED: '1.5', QUOTA_REQUESTS_PER_MINUTE: '0' });
      expect.fail('it was accepted');
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      expect(error.problems.map((problem) => problem.split(':')[0])).toEqual([
        'SIMULATOR_PORT',
        'DATA_SEED',
        'QUOTA_REQUESTS_PER_MINUTE',
      ]);
    }
  });
});
