import { startProcess } from '@systole/test-kit';

/** Runs the `systole` command to its end. @throws {Error} with what it printed, where it failed. */
export async function runCli(
  given: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const cli = startProcess('cli/src/main.ts', { arguments: given, environment });
  if ((await cli.ended) !== 0) throw new Error(`systole ${given.join(' ')} failed:\n${cli.output}`);
}
