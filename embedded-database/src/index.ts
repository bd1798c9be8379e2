export { DirectoryInUseError } from './directory-lock.ts';
export { startEmbeddedDatabase, type EmbeddedDatabase, type EmbeddedDatabaseSettings } from './server.ts';
