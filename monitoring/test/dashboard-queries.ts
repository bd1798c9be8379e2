import { readdir, readFile } from 'node:fs/promises';
import { projectPath } from '@systole/test-kit';

export interface Target {
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly expr?: string;
  readonly rawSql?: string;
}

export interface Panel {
  readonly dashboard: string;
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly fieldConfig: { readonly defaults: { readonly unit?: string } };
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  readonly targets: readonly Target[];
}

/** The panels of every committed dashboard, but for the titles of rows. */
export async function readPanels(): Promise<Panel[]> {
  const folder = projectPath('monitoring/grafana/dashboards');
  const dashboards = await Promise.all(
    (await readdir(folder)).map(
      async (name) =>
        JSON.parse(await readFile(`${folder}/${name}`, 'utf8')) as {
          title: string;
          panels: (Omit<Panel, 'dashboard' | 'targets'> & Partial<Pick<Panel, 'targets'>>)[];
        },
    ),
  );
  return dashboards.flatMap(({ title, panels }) =>
    panels.filter(({ type }) => type !== 'row').map((panel) => ({ targets: [], ...panel, dashboard: title })),
  );
}

/** A PromQL query as Grafana would send it. */
export function fillInPromql(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m').replaceAll('$user', '.*');
}

export interface SqlRange {
  readonly users: readonly string[];
  readonly from: Date;
  readonly to: Date;
  /** What the variable `interval` is set to. */
  readonly interval: string;
}

/** An SQL query as Grafana would send it, with its macros and variables (Grafana's documentation, PostgreSQL). */
export function fillInSql(rawSql: string, { users, from, to, interval }: SqlRange): string {
  return rawSql
    .replace(
      /\$__timeFilter\(([^)]+)\)/g,
      (_, column: string) => `${column} BETWEEN '${from.toISOString()}' AND '${to.toISOString()}'`,
    )
    .replaceAll('${__from}', String(from.getTime()))
    .replaceAll('${__to}', String(to.getTime()))
    .replaceAll('${user:sqlstring}', users.map((user) => `'${user}'`).join(','))
    .replaceAll('$interval', interval);
}
