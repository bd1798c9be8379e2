import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { projectPath } from '@systole/test-kit';
import { DockerfileParser, type Copy, type Dockerfile, type From } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

const text = await readFile(projectPath('Dockerfile'), 'utf8');
const dockerfile: Dockerfile = DockerfileParser.parse(text);
const readManifest = async (path: string) =>
  JSON.parse(await readFile(projectPath(`${path}/package.json`), 'utf8')) as Manifest;
const { workspaces = [] } = await readManifest('.');
const roomOf = (name: string) => name.replace('@systole/', '');

/** What a stage and those it is built on copy from the context. */
function copies(stage: From): string[] {
  const base = dockerfile.getFROMs().find((other) => other.getBuildStage() === stage.getImage());
  const range = { from: stage.getRange().start.line, to: endOf(stage) };
  const own = dockerfile
    .getCOPYs()
    .filter((copy: Copy) => copy.getRange().start.line > range.from && copy.getRange().start.line < range.to)
    .filter((copy) => copy.getFromFlag() === null)
    .flatMap((copy) =>
      copy
        .getArguments()
        .slice(0, -1)
        .map((argument) => argument.getValue()),
    );
  return [...(base ? copies(base) : []), ...own];
}

function endOf(stage: From): number {
  const later = dockerfile.getFROMs().map((from) => from.getRange().start.line);
  return later.find((line) => line > stage.getRange().start.line) ?? Infinity;
}

/** A room and every further one that its production dependencies lead to. */
async function roomsNeeded(room: string): Promise<Set<string>> {
  const { dependencies = {} } = await readManifest(room);
  const others = Object.keys(dependencies).filter((name) => name.startsWith('@systole/'));
  const further = await Promise.all(others.map((name) => roomsNeeded(roomOf(name))));
  return new Set([room, ...further.flatMap((rooms) => [...rooms])]);
}

const services = [
  ['api-service', 'api'],
  ['db-init-service', 'db-init-service'],
  ['ingestion-service', 'ingestion-service'],
  ['simulator', 'simulator'],
] as const;

describe('the Dockerfile', () => {
  it('has nothing that a linter finds fault with', () => {
    expect(validate(text)).toEqual([]);
  });

  it('copies only what exists, and what is not kept out of the context', async () => {
    const ignore = (await readFile(projectPath('.dockerignore'), 'utf8')).split('\n');
    const allowed = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    for (const path of dockerfile.getFROMs().flatMap(copies)) {
      expect(existsSync(projectPath(path)), path).toBe(true);
      expect(
        allowed.some((entry) => path === entry || path.startsWith(`${entry}/`)),
        path,
      ).toBe(true);
    }
  });

  it('knows the manifest of every workspace, as npm ci asks for', () => {
    const manifests = dockerfile.getFROMs().find((from) => from.getBuildStage() === 'manifests');
    const copied = manifests ? copies(manifests) : [];
    for (const workspace of workspaces) expect(copied).toContain(`${workspace}/package.json`);
  });

  it.each(services)('gives %s every room that it needs', async (target, room) => {
    const stage = dockerfile.getFROMs().find((from) => from.getBuildStage() === target);
    const copied = stage ? copies(stage) : [];
    for (const needed of await roomsNeeded(room)) expect(copied).toContain(needed);
  });

  it('uses two pinned base images: that of the Node the project fetches, and Caddy', async () => {
    const images = dockerfile.getFROMs().map((from) => from.getImage() ?? '');
    const stages = dockerfile.getFROMs().map((from) => from.getBuildStage());
    const external = images.filter((image) => !stages.includes(image));
    const version = /^version=(.+)$/m.exec(await readFile(projectPath('scripts/fetch-node.sh'), 'utf8'))?.[1];
    expect(external).toEqual([
      `node:${version ?? ''}-bookworm-slim`,
      expect.stringMatching(/^caddy:\d+\.\d+\.\d+-alpine$/),
    ]);
  });

  it('runs every service as a user that is not root, without a shell between it and its signals', () => {
    expect(text.match(/^USER .+$/gm)).toEqual(['USER 1000:1000', 'USER 1000:1000']);
    for (const command of text.match(/^CMD .+$/gm) ?? [])
      expect(command).toMatch(/^CMD \["(node", "[a-z/-]+\/main\.ts"|caddy", "run", .+)\]$/);
    expect(text.match(/^CMD /gm)).toHaveLength(6);
  });

  it('starts programs that exist', () => {
    const programs = [...text.matchAll(/^CMD \["node", "(.+)"\]$/gm)].map(([, program]) => program ?? '');
    for (const program of programs) expect(existsSync(projectPath(program)), program).toBe(true);
  });

  it('uses every file that is there for images', async () => {
    for (const name of await readdir(projectPath('deploy/containers'))) expect(text).toContain(`/${name} `);
  });

  it('leaves no package behind: only the shared node_modules is copied', async () => {
    const lock = JSON.parse(await readFile(projectPath('package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
    };
    const ofRooms = Object.entries(lock.packages).filter(([path]) =>
      /^(?!node_modules).+\/node_modules\//.test(path),
    );
    const atRunTime = ofRooms.filter(([, { dev, devOptional }]) => !dev && !devOptional);
    expect(atRunTime.map(([path]) => path)).toEqual([]);
  });

  it('installs for every service what it needs at run time, and nothing that only development needs', () => {
    const installations = text.match(/^RUN --mount=type=cache\S+ .+(\n && .+)*$/gm) ?? [];
    const ofServices = installations.filter((line) => !line.endsWith('@systole/client'));
    for (const line of ofServices) expect(line).toMatch(/install-dependencies\.sh|npm ci --omit=dev /);
    expect(installations).toHaveLength(ofServices.length + 1);
  });
});
