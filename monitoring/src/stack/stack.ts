import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@systole/service-kit';
import { startChild, type ChildDeclaration } from './child.ts';

export interface StackSettings {
  /** Where prometheus/ and alertmanager/ with their configuration are: this room, or a copy of it. */
  readonly configuration: string;
  /** Where what is written is kept. */
  readonly directory: string;
  readonly ports: {
    readonly prometheus: number;
    readonly alertmanager: number;
    readonly nodeExporter: number;
    readonly postgresExporter: number;
  };
  readonly databaseUrl: string;
  /** Where alerts are posted. */
  readonly webhookUrl: string;
  /** Addresses of the services, as host:port, by job. */
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly logger: Logger;
}

/** Starts Debian's Prometheus, Alertmanager and exporters on this machine, all on 127.0.0.1. */
export async function startStack(settings: StackSettings): Promise<AsyncDisposable> {
  const { configuration, directory, ports, services, logger } = settings;
  const prometheus = join(directory, 'prometheus');
  await rm(prometheus, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await cp(join(configuration, 'prometheus'), prometheus, { recursive: true });
  await rm(join(prometheus, 'targets'), { recursive: true });
  await mkdir(join(prometheus, 'targets'));
  const own = {
    postgres: [ports.postgresExporter],
    node: [ports.nodeExporter],
    prometheus: [ports.prometheus],
  };
  await writeTargets(join(prometheus, 'targets/services.yml'), {
    ...services,
    ...Object.fromEntries(Object.entries(own).map(([job, [port]]) => [job, [`127.0.0.1:${port ?? 0}`]])),
  });
  await writeTargets(join(prometheus, 'targets/alertmanager.yml'), {
    alertmanager: [`127.0.0.1:${ports.alertmanager}`],
  });

  await using started = new AsyncDisposableStack();
  for (const program of programsOf(settings, prometheus)) {
    const child = await startChild(program, logger);
    started.defer(child.stop);
    logger.info(`${program.name} is ready`, { url: new URL(program.readyUrl).origin });
  }
  return started.move();
}

/** JSON is YAML. */
function writeTargets(file: string, jobs: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const groups = Object.entries(jobs).map(([job, targets]) => ({ labels: { job }, targets }));
  return writeFile(file, JSON.stringify(groups, undefined, 2));
}

/** In the order of their start: who is told of alerts before who finds them. */
function programsOf(
  { configuration, directory, ports, databaseUrl, webhookUrl }: StackSettings,
  prometheus: string,
): readonly ChildDeclaration[] {
  const address = (port: number) => `127.0.0.1:${port}`;
  const listen = (port: number) => `--web.listen-address=${address(port)}`;
  const database = new URL(databaseUrl);
  if (!database.searchParams.has('sslmode')) database.searchParams.set('sslmode', 'disable');
  return [
    {
      name: 'Alertmanager',
      command: 'sh',
      arguments: [
        join(configuration, 'alertmanager/start.sh'),
        `--storage.path=${join(directory, 'alertmanager-data')}`,
        listen(ports.alertmanager),
        '--cluster.listen-address=',
      ],
      environment: {
        ALERT_WEBHOOK_URL: webhookUrl,
        ALERTMANAGER_BINARY: 'prometheus-alertmanager',
        ALERTMANAGER_CONFIG: join(directory, 'alertmanager.yml'),
      },
      readyUrl: `http://${address(ports.alertmanager)}/-/ready`,
    },
    {
      name: 'node exporter',
      command: 'prometheus-node-exporter',
      arguments: [listen(ports.nodeExporter)],
      readyUrl: `http://${address(ports.nodeExporter)}/`,
    },
    {
      name: 'PostgreSQL exporter',
      command: 'prometheus-postgres-exporter',
      arguments: [listen(ports.postgresExporter)],
      environment: { DATA_SOURCE_NAME: database.href },
      readyUrl: `http://${address(ports.postgresExporter)}/`,
    },
    {
      name: 'Prometheus',
      command: 'prometheus',
      arguments: [
        `--config.file=${join(prometheus, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(directory, 'prometheus-data')}`,
        '--storage.tsdb.retention.time=30d',
        listen(ports.prometheus),
      ],
      readyUrl: `http://${address(ports.prometheus)}/-/ready`,
    },
  ];
}
