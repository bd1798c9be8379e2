import path from 'node:path';
import pc from 'picocolors';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { LogFile } from './log-file.ts';

/** The supervisor's own name among those of its processes. */
export const SUPERVISOR = 'systole';

/** Without red, which says that something is wrong. */
const COLOURS = [pc.cyan, pc.magenta, pc.yellow, pc.green, pc.blue, pc.cyanBright, pc.magentaBright];

/** Colours and text weight, which processes may use; whatever else a terminal would obey is shown, not done. */
// eslint-disable-next-line no-control-regex -- the escape character is what it looks for
const STYLE = /(\u001b\[[0-9;]*m)/;

/**
 * Where the lines of all processes go: to standard output, each behind its process's name, and to a file for each
 * process and one for all, under `logs/`.
 */
export class LogOutput {
  readonly #prefixes: ReadonlyMap<string, { readonly plain: string; readonly coloured: string }>;
  readonly #files: ReadonlyMap<string, LogFile>;
  readonly #all: LogFile;
  readonly #print: (text: string) => void;

  constructor(names: readonly string[], directory: string, print: (text: string) => void) {
    const width = Math.max(SUPERVISOR.length, ...names.map(({ length }) => length));
    this.#prefixes = new Map(
      [SUPERVISOR, ...names].map((name, index) => {
        const colour = index === 0 ? pc.bold : (COLOURS[(index - 1) % COLOURS.length] ?? pc.cyan);
        const padded = name.padEnd(width);
        return [name, { plain: `${padded} | `, coloured: `${colour(padded)} ${pc.dim('│')} ` }];
      }),
    );
    const logs = path.join(directory, 'logs');
    this.#files = new Map(names.map((name) => [name, new LogFile(logs, name)]));
    this.#all = new LogFile(logs, SUPERVISOR);
    this.#print = print;
  }

  write(name: string, line: string): void {
    const safe = line
      .split(STYLE)
      .map((part) => (STYLE.test(part) ? part : escapeControlCharacters(part)))
      .join('');
    const prefix = this.#prefixes.get(name);
    this.#print(`${prefix?.coloured ?? ''}${safe}\n`);
    this.#files.get(name)?.write(safe);
    this.#all.write(`${prefix?.plain ?? ''}${safe}`);
  }

  /** A line of the supervisor itself. */
  say(text: string): void {
    const time = new Date().toISOString().slice(11, 23);
    this.write(SUPERVISOR, `${time} ${text}`);
  }

  close(): void {
    for (const file of [...this.#files.values(), this.#all]) file.close();
  }
}
