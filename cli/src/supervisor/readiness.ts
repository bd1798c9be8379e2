import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeError } from '@systole/service-kit';
import type { Readiness } from './process-declaration.ts';

const POLL_MS = 100;
const PROBE_TIMEOUT_MS = 5_000;
const FIRST_REPORT_MS = 15_000;

/**
 * Polls until a process is ready.
 * @param onWaiting told what is missing when it takes long, at ever longer distances
 * @throws when `signal` aborts
 */
export async function waitUntilReady(
  readiness: Exclude<Readiness, 'exit'>,
  signal: AbortSignal,
  onWaiting: (missing: string) => void,
): Promise<void> {
  let nextReport = performance.now() + FIRST_REPORT_MS;
  for (;;) {
    const missing = await probe(readiness, signal);
    if (missing === undefined) return;
    const now = performance.now();
    if (now >= nextReport) {
      onWaiting(missing);
      nextReport = now + 2 * FIRST_REPORT_MS;
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** undefined where it is ready, else what is missing. */
async function probe(
  readiness: Exclude<Readiness, 'exit'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    if ('tcp' in readiness) {
      const socket = connect({ port: readiness.tcp, host: '127.0.0.1', signal });
      await once(socket, 'connect', { signal });
      socket.destroy();
      return undefined;
    }
    const response = await fetch(readiness.http, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `${readiness.http} answers ${response.status}`;
  } catch (error) {
    signal.throwIfAborted();
    return describeError(error);
  }
}
