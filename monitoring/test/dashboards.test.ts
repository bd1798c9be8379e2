import { readdir, readFile } from 'node:fs/promises';
import { projectPath } from '@systole/test-kit';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dashboardFiles } from '../src/dashboards/index.ts';
import { readPanels } from './dashboard-queries.ts';

const read = (path: string) => readFile(projectPath(path), 'utf8');

describe('the committed dashboards', () => {
  const files = dashboardFiles();

  it.each([...files])(
    '%s is what its code makes (npm run generate -w monitoring writes it)',
    async (name, text) => {
      expect(await read(`monitoring/grafana/dashboards/${name}`)).toBe(text);
    },
  );

  it('are those that there is code for', async () => {
    const committed = await readdir(projectPath('monitoring/grafana/dashboards'));
    expect(committed.sort()).toEqual([...files.keys()].sort());
  });
});

describe('panels', async () => {
  const panels = (await readPanels()).filter(({ dashboard }) => dashboard !== 'Runbook');

  it.each(panels)('$dashboard: $title says what it shows, in which unit, and where to read on', (panel) => {
    expect(panel.description).toMatch(/^\S.{10,}\.$/);
    expect(panel.fieldConfig.defaults.unit).toBeTruthy();
    expect(panel.links?.[0]?.url).toMatch(/^\/d\/systole-runbook(\?viewPanel=panel-\d+)?$/);
    expect(panel.targets).not.toHaveLength(0);
  });

  it('link to what the runbook says of their alerts', async () => {
    const runbook = (await readPanels()).filter(({ dashboard }) => dashboard === 'Runbook');
    const titles = new Map(
      runbook.map(({ id, title }) => [`/d/systole-runbook?viewPanel=panel-${id}`, title]),
    );
    const linked = panels.flatMap(({ links = [] }) => links).filter(({ title }) => title !== 'Runbook');
    expect(linked.length).toBeGreaterThan(20);
    for (const { title, url } of linked) expect(title).toBe(`Runbook: ${titles.get(url) ?? 'nothing'}`);
  });

  it('ask the data sources that are provisioned', async () => {
    const { datasources } = parse(await read('monitoring/grafana/provisioning/datasources/systole.yml')) as {
      datasources: { type: string; uid: string }[];
    };
    const provisioned = datasources.map(({ type, uid }) => ({ type, uid }));
    for (const target of panels.flatMap(({ targets }) => targets))
      expect(provisioned).toContainEqual(target.datasource);
  });

  it('have titles of their own', () => {
    const titles = panels.map(({ dashboard, title }) => `${dashboard}: ${title}`);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
