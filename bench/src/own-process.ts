import { createLogger, createPool, type Logger, type Pool } from '@systole/service-kit';

/** What a script works with that is measured in a process of its own. Only errors are logged: its answer is printed. */
export function connect(url: string): { readonly pool: Pool; readonly logger: Logger } {
  const logger = createLogger({ service: 'bench', level: 'error', format: 'pretty' });
  return { pool: createPool({ url, applicationName: 'bench', connections: 3, logger }), logger };
}

/** The most that this process has had of memory, in MB. */
export function peakMemoryMb(): number {
  return process.resourceUsage().maxRSS / 1_024;
}
