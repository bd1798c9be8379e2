import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '@systole/service-kit';
import type { Context } from 'hono';

type Encoding = 'br' | 'gzip';

interface StaticFile {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly entityTag: string;
  readonly plain: Buffer<ArrayBuffer>;
  readonly encoded: Partial<Record<Encoding, Buffer<ArrayBuffer>>>;
}

/** The files of a build by their path in URLs. They are held in memory: about a megabyte, and no path can lead elsewhere. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

const ENDINGS = { br: '.br', gzip: '.gz' } as const satisfies Record<Encoding, string>;

/** @throws {ConfigurationError} if there is no build. */
export async function loadStaticFiles(directory: URL): Promise<StaticFiles> {
  const root = fileURLToPath(directory);
  const names = await readdir(root, { recursive: true }).catch(() => [] as string[]);
  if (!names.includes('index.html')) {
    throw new ConfigurationError(['The dashboard has not been built. Build it with: npm run build']);
  }
  const read = (name: string) => readFile(`${root}/${name}`);
  const files = await Promise.all(
    names
      .filter((name) => extname(name) in CONTENT_TYPES)
      .map(async (name): Promise<[string, StaticFile]> => {
        const plain = await read(name);
        const encoded: Partial<Record<Encoding, Buffer<ArrayBuffer>>> = {};
        for (const encoding of ['br', 'gzip'] as const) {
          if (names.includes(name + ENDINGS[encoding]))
            encoded[encoding] = await read(name + ENDINGS[encoding]);
        }
        return [
          `/${name}`,
          {
            contentType: CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
            // Names in assets/ carry a hash of their content; all others may change with the next build.
            cacheControl: name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
            entityTag: `W/"${hash('sha1', plain, 'base64url')}"`,
            plain,
            encoded,
          },
        ];
      }),
  );
  return new Map(files);
}

/** Answers with a file; a path without one is a page of the dashboard's own, which index.html opens. */
export function serveFile(files: StaticFiles, c: Context): Response {
  const { path } = c.req;
  const file = files.get(path) ?? (isPage(path) ? files.get('/index.html') : undefined);
  if (!file) return c.text('There is nothing here.', 404, { 'cache-control': 'no-store' });
  const headers = { etag: file.entityTag, 'cache-control': file.cacheControl, vary: 'accept-encoding' };
  if (c.req.header('if-none-match') === file.entityTag) return c.body(null, 304, headers);
  const accepted = c.req.header('accept-encoding') ?? '';
  const encoding = (['br', 'gzip'] as const).find((name) => file.encoded[name] && accepts(accepted, name));
  const body = (encoding && file.encoded[encoding]) ?? file.plain;
  return c.body(body, 200, {
    ...headers,
    'content-type': file.contentType,
    ...(encoding ? { 'content-encoding': encoding } : {}),
  });
}

/** A hashed asset of an earlier build must be a 404, not a page: a script that is HTML says nothing to anybody. */
function isPage(path: string): boolean {
  return !path.startsWith('/assets/') && extname(path) === '';
}

function accepts(header: string, encoding: Encoding): boolean {
  return header.split(',').some((part) => {
    const [name, ...parameters] = part.trim().split(';');
    return name === encoding && !parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter));
  });
}
