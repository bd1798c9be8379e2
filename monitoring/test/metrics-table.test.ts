import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { projectPath } from '@systole/test-kit';
import { describe, expect, it } from 'vitest';
import { registries, metricsPage } from '../src/metrics-table.ts';

describe('docs/metrics.md', () => {
  it('is what the registries say (make generate writes it)', async () => {
    expect(await readFile(projectPath('docs/metrics.md'), 'utf8')).toBe(metricsPage());
  });
});

describe('the metrics of', () => {
  it.each([...registries()])('%s are named as Prometheus asks for', async (_, registry) => {
    const text = await registry.metrics();
    const printed = await new Promise<string>((resolve) => {
      const linter = execFile('promtool', ['check', 'metrics'], (_error, stdout, stderr) => {
        resolve(stdout + stderr);
      });
      linter.stdin?.end(text);
    });
    // Those of Node and its process are prom-client's.
    const faults = printed.split('\n').filter((line) => line !== '' && !/^(nodejs|process)_/.test(line));
    expect(faults).toEqual([]);
  });

  it.each([...registries()])('%s each have a meaning that is a sentence', async (_, registry) => {
    for (const { name, help } of await registry.getMetricsAsJSON()) {
      if (!/^(nodejs|process)_/.test(name)) expect(help, name).toMatch(/^[A-Z].+\.$/);
    }
  });
});
