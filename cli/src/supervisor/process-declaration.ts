/** When a process counts as ready, so that those that need it may start. */
export type Readiness =
  /** It answers a GET with a 2xx status. */
  | { readonly http: string }
  /** It accepts connections on this port of 127.0.0.1. */
  | { readonly tcp: number }
  /** It is a job, and has ended with exit code 0. */
  | 'exit';

export interface DeclaredPort {
  /** The variable that chooses another. */
  readonly variable: string;
  readonly port: number;
}

/** One process of the system, as data: what it runs, with what environment, after what, and when it is ready. */
export interface ProcessDeclaration {
  /** Stands in front of its log lines and names its log file. */
  readonly name: string;
  /** The TypeScript file to run. */
  readonly script: string;
  /** Added to the environment of the supervisor. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of processes that must be ready before this one starts. */
  readonly after: readonly string[];
  readonly readiness: Readiness;
  /** What it listens on; checked before anything starts. */
  readonly ports: readonly DeclaredPort[];
}
