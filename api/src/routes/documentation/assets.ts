import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The files that the documentation pages load, each from its installed package: no page here needs another server. */
export const ASSETS = {
  'swagger-ui.css': { file: 'swagger-ui-dist/swagger-ui.css', contentType: 'text/css; charset=utf-8' },
  'swagger-ui-bundle.js': {
    file: 'swagger-ui-dist/swagger-ui-bundle.js',
    contentType: 'text/javascript; charset=utf-8',
  },
  'favicon.png': { file: 'swagger-ui-dist/favicon-32x32.png', contentType: 'image/png' },
  'redoc.js': { file: 'redoc/bundles/redoc.standalone.js', contentType: 'text/javascript; charset=utf-8' },
} as const;

export type AssetName = keyof typeof ASSETS;

const loaded = new Map<AssetName, Promise<Buffer<ArrayBuffer>>>();

/** Content of a file, read once. */
export function readAsset(name: AssetName): Promise<Buffer<ArrayBuffer>> {
  const content = loaded.get(name) ?? readFile(require.resolve(ASSETS[name].file));
  loaded.set(name, content);
  return content;
}
