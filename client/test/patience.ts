/** How long what is awaited may take: on a machine that does much else, soon can be a while. */
export const PATIENCE_MS = 60_000;
