import { ConfigurationError } from './configuration.ts';
import { PortTakenError } from './listen.ts';
import { describeError, type Logger } from './logger.ts';

/** Exit codes of every Systole process. */
export const EXIT = { success: 0, failure: 1, usage: 2 } as const;

/** How long a process whose parent is gone may take to end. */
const ORPHAN_GRACE_MS = 10_000;

export interface Shutdown {
  /** Aborts at the first SIGTERM or SIGINT. */
  readonly signal: AbortSignal;
  /** Registers what must be closed at the end; the last registered closes first. */
  onClose: (what: string, close: () => Promise<unknown>) => void;
}

/**
 * Runs a service until it returns or is told to stop, then closes what it opened in reverse order and exits.
 * A second signal exits at once. A configuration that cannot be used exits with code 2 before anything connects.
 */
export async function runService(start: (shutdown: Shutdown) => Promise<Logger>): Promise<void> {
  await run(start, EXIT.success);
}

/**
 * Runs a job that ends by itself, closes what it opened and exits. A job that a signal interrupts exits with code 1:
 * whoever waits for its end must not take it for done.
 */
export async function runJob(job: (shutdown: Shutdown) => Promise<void>): Promise<void> {
  await run(async (shutdown) => {
    await job(shutdown);
    return undefined;
  }, EXIT.failure);
}

/** `start` gives a logger where something runs on after it, and nothing where all is done. */
async function run(
  start: (shutdown: Shutdown) => Promise<Logger | undefined>,
  interruptedCode: number,
): Promise<void> {
  const controller = new AbortController();
  const closers: { what: string; close: () => Promise<unknown> }[] = [];
  let logger: Logger | undefined;

  const stop = async (code: number): Promise<never> => {
    for (const { what, close } of closers.reverse()) {
      await close().catch((error: unknown) =>
        logger?.error(`closing ${what} failed`, { error: describeError(error) }),
      );
    }
    process.exit(code);
  };

  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(EXIT.failure);
    logger?.info(`${name}: stopping`);
    controller.abort(new Error(`stopped by ${name}`));
    if (logger) void stop(EXIT.success);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  endWithParent(() => {
    if (!controller.signal.aborted) onSignal('SIGTERM');
  });

  try {
    logger = await start({
      signal: controller.signal,
      onClose: (what, close) => closers.push({ what, close }),
    });
    if (!logger) return await stop(EXIT.success);
    // Told to stop while it was starting, which nothing of it may have noticed.
    if (controller.signal.aborted) return await stop(EXIT.success);
  } catch (error) {
    if (controller.signal.aborted) return stop(interruptedCode);
    const isUsage = error instanceof ConfigurationError || error instanceof PortTakenError;
    process.stderr.write(`${isUsage ? error.message : describeError(error)}\n`);
    return stop(isUsage ? EXIT.usage : EXIT.failure);
  }
}

/**
 * A parent that has an IPC channel to this process, such as `systole up` or a test, takes it along however it ends:
 * kill -9 leaves it no time to send a signal, but closes the channel.
 */
function endWithParent(stop: () => void): void {
  const onOrphaned = () => {
    stop();
    // All children of that parent end at once, so one may wait in vain for another, and nobody is left to kill it.
    setTimeout(() => process.exit(EXIT.failure), ORPHAN_GRACE_MS).unref();
  };
  process.once('disconnect', onOrphaned);
  // The channel went before anybody listened; without one from the start, `connected` is undefined.
  if ((process.connected as boolean | undefined) === false) onOrphaned();
  // The parent read the log. Its end must not turn a graceful stop into a crash over a broken pipe.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
