import { environmentVariable } from '../environment.ts';

const EMBEDDED_PORT = 54_320;

/** URL of the embedded database, which has one user and one database. */
export function embeddedDatabaseUrl(port: number, password: string | undefined): string {
  const credentials = password === undefined ? 'systole' : `systole:${encodeURIComponent(password)}`;
  return `postgres://${credentials}@127.0.0.1:${port}/systole`;
}

/** DATABASE_URL, or the embedded database as `systole up` starts it. */
export function databaseUrl(): string {
  return (
    environmentVariable('DATABASE_URL') ??
    embeddedDatabaseUrl(
      Number(environmentVariable('DATABASE_PORT') ?? EMBEDDED_PORT),
      environmentVariable('DATABASE_PASSWORD'),
    )
  );
}
