import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixture, isAlive, Journal } from '../../test/supervisor-journal.ts';
import { LogOutput } from './log-output.ts';
import type { ProcessDeclaration } from './process-declaration.ts';
import { Supervisor } from './supervisor.ts';

let journal: Journal;
let printed: string;

beforeEach(() => {
  journal = new Journal();
  printed = '';
});

afterEach(() => {
  expect(journal.pids.filter(isAlive)).toEqual([]);
  journal[Symbol.dispose]();
});

/** Starts the supervisor; `allReady` resolves when it says so. */
function supervise(declarations: readonly ProcessDeclaration[], graceMs = 10_000) {
  const names = declarations.map(({ name }) => name);
  const output = new LogOutput(names, journal.directory, (text) => (printed += text));
  const allReady = Promise.withResolvers<number>();
  const supervisor = new Supervisor(declarations, {
    output,
    onAllReady: allReady.resolve,
    graceMs,
    firstDelayMs: 50,
  });
  return { supervisor, exitCode: supervisor.run(), allReady: allReady.promise };
}

describe('the supervisor', () => {
  it('starts a process when those it comes after are ready, and stops all in reverse order', async () => {
    const { supervisor, exitCode, allReady } = supervise([
      await journal.service('first', { behaviour: 'slow-start' }),
      journal.job('job', { after: ['first'] }),
      await journal.service('second', { after: ['job'] }),
      await journal.service('third', { after: ['second'] }),
    ]);
    await allReady;
    supervisor.stop('enough');
    expect(await exitCode).toBe(0);
    expect(journal.events).toEqual([
      'start first',
      'ready first',
      'start job',
      'start second',
      'ready second',
      'start third',
      'ready third',
      'stop third',
      'stop second',
      'stop first',
    ]);
  });

  it('starts a crashed process again, later each time, and says so', async () => {
    const { supervisor, exitCode, allReady } = supervise([
      await journal.service('shaky', { behaviour: 'crashes-twice' }),
    ]);
    await allReady;
    expect(journal.pids).toHaveLength(3);
    expect(printed).toContain('shaky ended with exit code 1; it starts again in 50 ms');
    expect(printed).toContain('shaky ended with exit code 1; it starts again in 100 ms');
    supervisor.stop('enough');
    await exitCode;
  });

  it('starts a process again that was killed after it had been ready', async () => {
    const { supervisor, exitCode, allReady } = supervise([await journal.service('victim')]);
    await allReady;
    process.kill(journal.pids[0] ?? 0, 'SIGKILL');
    await vi.waitFor(() => {
      expect(journal.pids).toHaveLength(2);
    }, 10_000);
    expect(printed).toContain('victim was ended by SIGKILL; it starts again in 50 ms');
    supervisor.stop('enough');
    await exitCode;
  });

  it('stops everything with exit code 2 where a process refuses its configuration', async () => {
    const { exitCode } = supervise([
      await journal.service('healthy'),
      await journal.service('wrong', { after: ['healthy'], behaviour: 'refuses' }),
      await journal.service('never', { after: ['wrong'] }),
    ]);
    expect(await exitCode).toBe(2);
    expect(printed).toContain('wrong ended with exit code 2:');
    expect(printed.split('wrong cannot work like this')).toHaveLength(3);
    expect(journal.events).toEqual(['start healthy', 'ready healthy', 'start wrong', 'stop healthy']);
  });

  it('stops everything with exit code 1 where a job fails', async () => {
    const { exitCode } = supervise([
      journal.job('job', { exitCode: 1 }),
      await journal.service('never', { after: ['job'] }),
    ]);
    expect(await exitCode).toBe(1);
    expect(printed).toContain('job could not do it');
    expect(journal.events).toEqual(['start job']);
  });

  it('kills what does not end within the grace period', async () => {
    const { supervisor, exitCode, allReady } = supervise(
      [await journal.service('polite'), await journal.service('stubborn', { behaviour: 'stubborn' })],
      200,
    );
    await allReady;
    supervisor.stop('enough');
    expect(await exitCode).toBe(0);
    expect(printed).toContain('stubborn did not end within 0.2 s: SIGKILL');
    expect(journal.events).toContain('ignored stubborn');
    expect(journal.events.at(-1)).toBe('stop polite');
  });

  it('kills everything at once when it is told to stop a second time', async () => {
    const { supervisor, exitCode, allReady } = supervise([
      await journal.service('polite'),
      await journal.service('stubborn', { behaviour: 'stubborn' }),
    ]);
    await allReady;
    supervisor.stop('enough');
    await vi.waitFor(() => {
      expect(journal.events).toContain('ignored stubborn');
    });
    supervisor.stop('at once');
    await exitCode;
    expect(journal.events).not.toContain('stop polite');
  });

  it('shows each line behind the name of its process, and keeps it in a file', async () => {
    const { supervisor, exitCode, allReady } = supervise([
      await journal.service('a'),
      await journal.service('longer-name'),
    ]);
    await allReady;
    supervisor.stop('enough');
    await exitCode;
    // Whether there are colours depends on where the test runs.
    const text = stripVTControlCharacters(printed);
    expect(text).toMatch(/^a {11}│ [\d:.]+ info {2}SIGTERM: stopping$/m);
    expect(text).toMatch(/^longer-name │ [\d:.]+ info {2}SIGTERM: stopping$/m);
    const logOf = (name: string) => readFileSync(path.join(journal.directory, `logs/${name}.log`), 'utf8');
    expect(logOf('a')).toMatch(/^[\d:.]+ info {2}SIGTERM: stopping\n$/);
    expect(logOf('systole')).toMatch(/^longer-name \| [\d:.]+ info {2}SIGTERM: stopping$/m);
  });
});

describe('a supervisor that is killed with kill -9', () => {
  it('leaves no process behind, and each still ends in good order', async () => {
    const declarations = [await journal.service('one'), await journal.service('two', { after: ['one'] })];
    const supervising = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', fixture('supervising.ts')],
      {
        env: {
          ...process.env,
          DECLARATIONS: JSON.stringify(declarations),
          DIRECTORY: journal.directory,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(supervising.stdout, 'data');
    expect(journal.pids.filter(isAlive)).toHaveLength(2);
    supervising.kill('SIGKILL');
    await once(supervising, 'exit');
    await vi.waitFor(() => {
      expect(journal.pids.filter(isAlive)).toEqual([]);
    }, 10_000);
    expect(journal.events.slice(-2).sort()).toEqual(['stop one', 'stop two']);
    expect(existsSync(path.join(journal.directory, 'logs'))).toBe(true);
  });
});
