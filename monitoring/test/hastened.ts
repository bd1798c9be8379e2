import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectPath } from '@systole/test-kit';

/**
 * Copies the configuration of Prometheus and Alertmanager with every time in it shortened, and nothing else changed:
 * hours become minutes, minutes become seconds, and a quarter of a minute becomes a second.
 */
export async function hastenedConfiguration(directory: string): Promise<string> {
  for (const part of ['prometheus', 'alertmanager']) {
    const copy = join(directory, part);
    await cp(projectPath(`monitoring/${part}`), copy, { recursive: true });
    for (const name of await readdir(copy, { recursive: true })) {
      if (!/^(rules\/.*|prometheus|routes)\b.*\.yml$/.test(name)) continue;
      const file = join(copy, name);
      await writeFile(file, hasten(await readFile(file, 'utf8')));
    }
  }
  return directory;
}

export function hasten(text: string): string {
  return text.replace(/\b(\d+)([smh])\b/g, (_, digits: string, unit: string) => {
    const number = Number(digits);
    if (unit === 'h') return `${number}m`;
    return unit === 'm' ? `${number}s` : `${Math.ceil(number / 15)}s`;
  });
}
