import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, projectPath } from '@systole/test-kit';

export interface Caddy extends AsyncDisposable {
  readonly url: string;
}

/**
 * Debian's Caddy with the configuration of the container.
 * @param files the folder of a build
 * @throws {Error} with what it printed, if it does not start, and with the command that installs it, if it is not there.
 */
export async function startCaddy(files: string, apiUrl: string): Promise<Caddy> {
  const port = await freePort();
  const home = await mkdtemp(path.join(tmpdir(), 'systole-caddy-'));
  const child = spawn(
    'caddy',
    ['run', '--config', projectPath('client/caddy/Caddyfile'), '--adapter', 'caddyfile'],
    {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        CLIENT_PORT: String(port),
        CLIENT_FILES: files,
        API_URL: apiUrl,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let printed = '';
  const ended = new Promise<Error>((resolve) => {
    child.once('error', () => {
      resolve(new Error('Caddy is not there. Install it with: scripts/install-debian-packages.sh'));
    });
    child.once('close', (code) => {
      resolve(new Error(`Caddy ended with ${String(code)}:\n${printed}`));
    });
  });
  const ready = new Promise<undefined>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('serving initial configuration')) resolve(undefined);
    });
  });
  const problem = await Promise.race([ended, ready]);
  if (problem) {
    await rm(home, { recursive: true });
    throw problem;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
      await rm(home, { recursive: true });
    },
  };
}
