import manifest from '../package.json' with { type: 'json' };

/** Version of the API, as its package states it. */
export const VERSION = manifest.version;
