import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectPath } from '@systole/test-kit';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const run = promisify(execFile);
const PROMETHEUS = projectPath('monitoring/prometheus');

interface Alert {
  readonly alert: string;
  readonly labels: { readonly severity?: string };
  readonly annotations: Readonly<Record<string, string>>;
}

interface AlertTest {
  readonly alertname: string;
  readonly exp_alerts: readonly unknown[];
}

const readAlerts = async (): Promise<Alert[]> => {
  const file = await readFile(join(PROMETHEUS, 'rules/alerts.yml'), 'utf8');
  return (parse(file) as { groups: { rules: Alert[] }[] }).groups.flatMap(({ rules }) => rules);
};

describe('the configuration of Prometheus', () => {
  it('is valid, with its rules and targets', async () => {
    const { stdout } = await run('promtool', [
      'check',
      'config',
      '--lint-fatal',
      join(PROMETHEUS, 'prometheus.yml'),
    ]);
    expect(stdout).toContain('is valid prometheus config file syntax');
  });

  it('passes the tests of its rules', async () => {
    const tests = (await readdir(join(PROMETHEUS, 'tests'))).map((name) => join(PROMETHEUS, 'tests', name));
    const { stdout } = await run('promtool', ['test', 'rules', ...tests]);
    expect(stdout.match(/SUCCESS/g)).toHaveLength(tests.length);
  });
});

describe('alerts', async () => {
  const alerts = await readAlerts();
  const files = await readdir(join(PROMETHEUS, 'tests'));
  const tests = await Promise.all(
    files.map(async (name) => {
      const file = parse(await readFile(join(PROMETHEUS, 'tests', name), 'utf8')) as {
        tests: { alert_rule_test: AlertTest[] }[];
      };
      return file.tests.flatMap(({ alert_rule_test }) => alert_rule_test);
    }),
  );
  const runbook = await readFile(projectPath('monitoring/runbook.md'), 'utf8');
  const entries = runbook.split(/^## /m).slice(1);

  it.each(alerts.map(({ alert }) => alert))('%s is tested to fire and to stay silent', (name) => {
    const ofAlert = tests.flat().filter(({ alertname }) => alertname === name);
    expect(ofAlert.some(({ exp_alerts }) => exp_alerts.length > 0)).toBe(true);
    expect(ofAlert.some(({ exp_alerts }) => exp_alerts.length === 0)).toBe(true);
  });

  it.each(alerts)(
    '$alert says how bad it is, what is wrong and what to do',
    ({ alert, labels, annotations }) => {
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations['summary']).toBeTruthy();
      expect(annotations['description']).toBeTruthy();
      expect(annotations['runbook_url']).toBe(`monitoring/runbook.md#${alert.toLowerCase()}`);
      const entry = entries.find((text) => text.startsWith(`${alert}\n`));
      for (const part of ['Meaning', 'Impact', 'First steps']) expect(entry).toContain(`**${part}:**`);
    },
  );

  it('each have an entry in the runbook, and the runbook has no others', () => {
    expect(entries.map((entry) => entry.split('\n')[0])).toEqual(alerts.map(({ alert }) => alert));
  });
});
