import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@systole/test-kit';
import type { ProcessDeclaration } from '../src/supervisor/process-declaration.ts';

export type Behaviour = 'well' | 'crashes-twice' | 'refuses' | 'slow-start' | 'stubborn';

/** A folder with the journal that the fixture processes of one test write, and the declarations of these. */
export class Journal implements Disposable {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'systole-supervisor-'));
  readonly #file = path.join(this.directory, 'journal');

  constructor() {
    writeFileSync(this.#file, '');
  }

  get lines(): string[] {
    return readFileSync(this.#file, 'utf8').split('\n').filter(Boolean);
  }

  /** Process ids of all that were started. */
  get pids(): number[] {
    return this.lines.flatMap((line) => /^start \S+ (\d+)$/.exec(line)?.slice(1).map(Number) ?? []);
  }

  /** What happened, without process ids and repetitions: `start a`, `ready a`, `stop a`. */
  get events(): string[] {
    return [...new Set(this.lines.map((line) => line.split(' ', 2).join(' ')))];
  }

  async service(
    name: string,
    settings: { after?: string[]; behaviour?: Behaviour } = {},
  ): Promise<ProcessDeclaration> {
    const port = await freePort();
    return {
      name,
      script: fixture('service.ts'),
      environment: {
        NAME: name,
        JOURNAL: this.#file,
        PORT: String(port),
        BEHAVIOUR: settings.behaviour ?? 'well',
      },
      after: settings.after ?? [],
      readiness: { http: `http://127.0.0.1:${port}/health/ready` },
      ports: [],
    };
  }

  job(name: string, settings: { after?: string[]; exitCode?: number } = {}): ProcessDeclaration {
    return {
      name,
      script: fixture('job.ts'),
      environment: { NAME: name, JOURNAL: this.#file, EXIT_CODE: String(settings.exitCode ?? 0) },
      after: settings.after ?? [],
      readiness: 'exit',
      ports: [],
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true });
  }
}

export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
