import autocannon from 'autocannon';
import { quantile } from 'simple-statistics';

export interface RequestFigures {
  readonly perSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface RequestLoad {
  readonly url: string;
  readonly seconds: number;
  readonly connections: number;
  /** Requests a second of all connections; as many as are answered where it is not given. */
  readonly rate?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws {Error} if any answer is not 200 */
export async function load({
  url,
  seconds,
  connections,
  rate,
  headers = {},
}: RequestLoad): Promise<RequestFigures> {
  const milliseconds: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      { url, duration: seconds, connections, headers, ...(rate !== undefined && { overallRate: rate }) },
      (error: Error | null, figures) => {
        if (error) reject(error);
        else resolve(figures);
      },
    );
    // autocannon's own percentiles have no 95th.
    run.on('response', (_client, _status, _bytes, responseTime) => milliseconds.push(responseTime));
  });
  if (result.non2xx + result.errors > 0 || milliseconds.length === 0) {
    throw new Error(`${url}: ${result.non2xx} answers were no 2xx, ${result.errors} requests failed`);
  }
  const [p50 = NaN, p95 = NaN, p99 = NaN] = quantile(milliseconds, [0.5, 0.95, 0.99]);
  return { perSecond: milliseconds.length / result.duration, p50, p95, p99 };
}
