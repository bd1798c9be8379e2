import { readFileSync } from 'node:fs';

interface RunbookEntry {
  readonly alert: string;
  /** Meaning, impact and first steps, in Markdown. */
  readonly text: string;
}

/** What `monitoring/runbook.md` says of each alert, in its order. */
export const runbookEntries: readonly RunbookEntry[] = readFileSync(
  new URL('../../runbook.md', import.meta.url),
  'utf8',
)
  .split(/^## /m)
  .slice(1)
  .map((entry) => {
    const [alert = '', ...lines] = entry.split('\n');
    return { alert, text: lines.join('\n').trim() };
  });

/**
 * Path of an alert's entry in Grafana; without an alert, of the whole.
 * @throws {Error} if the runbook has no such entry
 */
export function runbookPath(alert?: string): string {
  if (alert === undefined) return '/d/systole-runbook';
  const place = runbookEntries.findIndex((entry) => entry.alert === alert);
  if (place === -1) throw new Error(`monitoring/runbook.md has no entry ${alert}`);
  // Panels are numbered by place, from 1, and the first is the row's title.
  return `/d/systole-runbook?viewPanel=panel-${place + 2}`;
}
