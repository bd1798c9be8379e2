import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, projectPath, testLogger } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startChild } from '../src/stack/child.ts';

type Labels = Readonly<Record<string, string>>;

interface FiringAlert {
  readonly labels: Labels;
  readonly status: { readonly inhibitedBy: readonly string[] };
}

const opened = new AsyncDisposableStack();
let alertmanager: string;

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'systole-inhibition-'));
  opened.defer(() => rm(directory, { recursive: true }));
  const port = await freePort();
  alertmanager = `http://127.0.0.1:${port}`;
  const program = await startChild(
    {
      name: 'Alertmanager',
      command: 'sh',
      arguments: [
        projectPath('monitoring/alertmanager/start.sh'),
        `--storage.path=${directory}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      environment: {
        ALERTMANAGER_BINARY: 'prometheus-alertmanager',
        ALERTMANAGER_CONFIG: join(directory, 'alertmanager.yml'),
      },
      readyUrl: `${alertmanager}/-/ready`,
    },
    testLogger,
  );
  opened.defer(program.stop);
});
afterAll(() => opened.disposeAsync());

/** Has alerts fire beside a cause, expects that people are told of the cause and of `told` alone, and ends all. */
async function expectTold(cause: Labels, alerts: readonly Labels[], told: readonly string[]): Promise<void> {
  const all = [cause, ...alerts];
  const startsAt = new Date().toISOString();
  await post(all.map((labels) => ({ labels, startsAt })));
  await vi.waitFor(async () => {
    const firing = await ask();
    expect(firing).toHaveLength(all.length);
    const names = firing
      .filter(({ status }) => status.inhibitedBy.length === 0)
      .map(({ labels }) => labels['alertname']);
    expect(names.sort()).toEqual([cause['alertname'], ...told].sort());
  });
  await post(all.map((labels) => ({ labels, startsAt, endsAt: new Date().toISOString() })));
  await vi.waitFor(async () => {
    expect(await ask()).toEqual([]);
  });
}

async function post(alerts: readonly object[]): Promise<void> {
  const answer = await fetch(`${alertmanager}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  });
  expect(answer.status).toBe(200);
}

/** What fires at present. */
async function ask(): Promise<readonly FiringAlert[]> {
  return (await (await fetch(`${alertmanager}/api/v2/alerts`)).json()) as FiringAlert[];
}

const OF_A = { job: 'ingestion', instance: 'a', dataset: 'heart' };
const API = { job: 'api', instance: 'api:8000' };

describe('who is told of one cause', () => {
  it('is not told of what follows from a database that is down, but of everything else', async () => {
    const following = [
      { alertname: 'ApiErrors', job: 'api' },
      { alertname: 'ApiErrorBudgetBurnsFast', job: 'api' },
      { alertname: 'IngestionRunFailed', ...OF_A },
      { alertname: 'IngestionOverdue', user_id: 'user1', ...OF_A },
      { alertname: 'JobOverdue', kind: 'etl_job' },
      { alertname: 'DataStale', user_id: 'user1', dataset: 'heart' },
      { alertname: 'RollupsLagging', dataset: 'heart' },
      { alertname: 'MetricsIncomplete', ...API },
    ];
    const further = [{ alertname: 'DiskNearlyFull', instance: 'node:9100' }];
    const database = { alertname: 'DatabaseDown', job: 'postgres', instance: 'exporter:9187' };
    await expectTold(database, [...following, ...further], ['DiskNearlyFull']);
  });

  it('is not told of the runs and requests of a service that is down', async () => {
    const down = { alertname: 'ServiceDown', job: 'ingestion', instance: 'a' };
    const following = [
      { alertname: 'IngestionRunFailed', ...OF_A },
      { alertname: 'IngestionOverdue', user_id: 'user1', ...OF_A },
      { alertname: 'SourceQuotaNearlyUsed', job: 'ingestion', instance: 'a' },
    ];
    await expectTold(down, following, []);
    await expectTold({ alertname: 'ServiceDown', ...API }, [{ alertname: 'ApiErrors', job: 'api' }], []);
  });

  it('is told of the runs of another service, and of data that grows old', async () => {
    const down = { alertname: 'ServiceDown', job: 'ingestion', instance: 'b' };
    const further = [
      { alertname: 'IngestionRunFailed', ...OF_A },
      { alertname: 'DataStale', user_id: 'user1', dataset: 'heart' },
    ];
    await expectTold(down, further, ['DataStale', 'IngestionRunFailed']);
  });

  it('is told of an error budget once, by the window that is worst', async () => {
    const fast = { alertname: 'ApiErrorBudgetBurnsFast', job: 'api' };
    const slower = [
      { alertname: 'ApiErrorBudgetBurnsSlowly', job: 'api' },
      { alertname: 'ApiErrors', job: 'api' },
    ];
    await expectTold(fast, slower, []);
  });
});
