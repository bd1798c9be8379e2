import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the project that this command belongs to, wherever it is called from. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Reads `.env` of the project's root, where there is one. What the environment says already stays as it is. */
export function loadEnvironmentFile(): void {
  const file = path.join(projectRoot, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** A variable of the environment; an empty one counts as not set. */
export function environmentVariable(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

/** Where a run without Docker keeps its files: DATA_DIRECTORY, from the project's root; `data` when not set. */
export function dataDirectory(): string {
  return path.resolve(projectRoot, environmentVariable('DATA_DIRECTORY') ?? 'data');
}
