import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { projectPath } from '@systole/test-kit';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly profiles: readonly string[];
  readonly build?: { readonly context: string; readonly target: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
  readonly restart: string;
  readonly read_only: boolean;
  readonly user?: string;
  readonly mem_limit: string;
  readonly logging: { readonly options: { readonly 'max-size': string } };
}

const read = (path: string) => readFile(projectPath(path), 'utf8');

const compose = parse(await read('docker-compose.yml'), { merge: true, maxAliasCount: -1 }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services).map(([name, service]) => ({ name, ...service }));
const stages = DockerfileParser.parse(await read('Dockerfile')).getFROMs();

describe('docker-compose.yml', () => {
  it('is valid by the published schema of Compose', async () => {
    // From github.com/compose-spec/compose-spec, schema/compose-spec.json.
    const schema = JSON.parse(await read('monitoring/test/compose-spec.json')) as { $schema?: string };
    // It names its own dialect, draft 7, by an address that differs by a letter from the one it has.
    delete schema.$schema;
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
    const validate = ajv.compile(schema);
    expect(validate(compose) ? [] : validate.errors).toEqual([]);
  });

  it('has every service, with its memory limited, its log rotated and what follows a crash', () => {
    expect(services.map(({ name }) => name)).toEqual([
      'timescaledb',
      'db-init-service',
      'simulator',
      'ingestion-user1',
      'ingestion-user2',
      'worker',
      'api-service',
      'client-service',
      'prometheus',
      'alertmanager',
      'alert-log',
      'grafana',
      'cadvisor',
      'node-exporter',
      'postgres-exporter',
    ]);
    for (const { name, mem_limit, logging, restart } of services) {
      expect(mem_limit).toBeTruthy();
      expect(logging.options['max-size']).toBe('10m');
      expect(restart).toBe(name === 'db-init-service' ? 'no' : 'unless-stopped');
    }
  });

  it('starts without the monitoring by the profile core alone', () => {
    for (const { name, profiles, depends_on = {} } of services) {
      expect(profiles, name).toHaveLength(1);
      // What a service waits for must be there whenever it is itself.
      for (const other of Object.keys(depends_on))
        expect(compose.services[other]?.profiles).toEqual(profiles);
    }
  });

  it('waits for what can say that it is ready, or that it is done', () => {
    for (const { depends_on = {} } of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const service = compose.services[other];
        const isHealthChecked = service?.healthcheck !== undefined || service?.build !== undefined;
        expect(condition === 'service_completed_successfully' || isHealthChecked, other).toBe(true);
      }
    }
  });

  it('checks the health of everything that goes on running', async () => {
    const text = await read('Dockerfile');
    const isChecked = (target: string): boolean => {
      const [, base = '', stage = ''] =
        new RegExp(`^FROM (\\S+) AS ${target}$([^]*?)(?=^FROM|$(?![^]))`, 'm').exec(text) ?? [];
      return stage.includes('\nHEALTHCHECK --interval') || (base !== '' && isChecked(base));
    };
    for (const { name, build, healthcheck, restart } of services) {
      if (restart === 'no') continue;
      expect(healthcheck !== undefined || (build !== undefined && isChecked(build.target)), name).toBe(true);
    }
  });

  it('hands on every variable that .env offers for its services', async () => {
    const sections = (await read('.env.example')).split(/^# --- (.+?) -+$/m);
    const offered = (title: string) => {
      const section = sections[sections.indexOf(title) + 1] ?? '';
      return [...section.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name ?? '');
    };
    const from = {
      'db-init-service': ['db-init-service'],
      'What is fetched (ingestion-service, systole ingest)': ['ingestion-user1', 'ingestion-user2'],
      "Jobs that are no user's: an ingestion-service without USER_ID and USER_IDS": ['worker'],
      api: ['api-service'],
    };
    for (const [title, names] of Object.entries(from)) {
      const variables = offered(title);
      expect(variables, title).not.toEqual([]);
      for (const name of names) {
        const environment = Object.keys(compose.services[name]?.environment ?? {});
        // Where files lie in a container is the image's to say.
        expect(environment, name).toEqual(
          expect.arrayContaining(variables.filter((variable) => variable !== 'RAW_DIRECTORY')),
        );
      }
    }
  });

  it('reads no variable that .env does not explain', async () => {
    const example = await read('.env.example');
    for (const [, name = ''] of (await read('docker-compose.yml')).matchAll(/\$\{([A-Z_0-9]+)/g)) {
      expect(example).toMatch(new RegExp(`^(# )?${name}=`, 'm'));
    }
  });

  it('pins every image that it does not build', () => {
    for (const { image, build } of services) {
      if (build) expect(image).toMatch(/^systole\//);
      else expect(image).toMatch(/:v?\d+\.\d+\.\d+(-pg\d+)?$/);
    }
  });

  it('builds from contexts and targets that exist', () => {
    for (const { build } of services) {
      if (!build) continue;
      expect(existsSync(projectPath(`${build.context}/Dockerfile`))).toBe(true);
      expect(stages.map((stage) => stage.getBuildStage())).toContain(build.target);
    }
  });

  it('mounts paths that exist and volumes that are declared', () => {
    for (const volume of services.flatMap(({ volumes = [] }) => volumes)) {
      const source = volume.split(':')[0] ?? '';
      if (source.startsWith('.')) expect(existsSync(projectPath(source)), source).toBe(true);
      else if (!source.startsWith('/')) expect(compose.volumes).toHaveProperty(source);
    }
  });

  it('publishes each port once, on the loopback address unless told otherwise', () => {
    const published = services.flatMap(({ ports = [] }) => ports);
    const standard = published.map(
      (port) => /^\$\{BIND_ADDRESS:-127\.0\.0\.1\}:\$\{[A-Z_]+:-(\d+)\}:\d+$/.exec(port)?.[1],
    );
    expect(standard).toEqual(['8000', '3000', '9090', '9093', '3001', '8080']);
  });

  it('runs nobody as root but the one that reads all control groups', () => {
    for (const { name, user, build } of services) {
      // Those of the Dockerfile run as its user.
      if (!build) expect(user, name).toMatch(name === 'cadvisor' ? /^root$/ : /^[1-9]\d*:[1-9]\d*$/);
    }
    expect(services.filter(({ read_only }) => !read_only).map(({ name }) => name)).toEqual(['timescaledb']);
  });

  it('holds no secret, and refuses to start without one', async () => {
    const secrets = services.flatMap(({ environment = {} }) =>
      Object.entries(environment).flatMap(([name, value]) =>
        /PASS|SECRET|DATABASE_URL/.test(name) ? [value] : [],
      ),
    );
    for (const secret of secrets) expect(secret).toMatch(/\$\{([A-Z_]+)(:\?set \1 in \.env|:-)\}/);
    const example = await read('.env.example');
    for (const [, name] of (await read('docker-compose.yml')).matchAll(/\$\{([A-Z_]+):\?/g)) {
      expect(example).toMatch(new RegExp(`^${name ?? ''}=`, 'm'));
    }
    expect(example).toMatch(/^[A-Z]+_PASSWORD=$/m);
    expect(example).not.toMatch(/^[A-Z_]+_PASSWORD=./m);
  });

  it('scrapes every one of its services, and no other', async () => {
    const files = ['services', 'infrastructure', 'alertmanager'];
    const groups = await Promise.all(
      files.map(async (name) => parse(await read(`monitoring/prometheus/targets/${name}.yml`)) as unknown),
    );
    const targets = (groups.flat() as { targets: string[] }[]).flatMap((group) => group.targets);
    const scraped = targets.map((target) => target.replace('localhost', 'prometheus').split(':')[0]);
    const unscraped = ['timescaledb', 'db-init-service'];
    const expected = services.map(({ name }) => name).filter((name) => !unscraped.includes(name));
    expect(scraped.sort()).toEqual(expected.sort());
  });
});
