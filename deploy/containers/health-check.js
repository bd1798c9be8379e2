// What HEALTHCHECK runs: exits with 0 when the service of this container says that it is ready.
const { HEALTH_URL } = process.env;
const answer = await fetch(HEALTH_URL, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
