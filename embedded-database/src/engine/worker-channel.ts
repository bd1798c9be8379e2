/** What the server's thread and the engine's thread say to each other. */

export interface EngineWorkerSettings {
  readonly directory: string;
  /** Shared memory: two counters, see {@link COUNTER}. */
  readonly counters: SharedArrayBuffer;
}

export const COUNTER = {
  /** Goes up with each message to the engine's thread, which waits for it while a COPY wants more input. */
  input: 0,
  /** Bytes of output that the server's thread was given and has not yet got rid of. */
  output: 1,
} as const;

/** To the engine: protocol messages, or that it shall close. */
export type ToEngine = { readonly input: Uint8Array<ArrayBuffer> } | { readonly close: true };

export type FromEngine =
  | { readonly kind: 'ready' }
  | { readonly kind: 'output'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** A COPY FROM STDIN has used up its input; the thread stands still until more is sent. */
  | { readonly kind: 'starved' }
  /** All input is processed and all output sent. */
  | { readonly kind: 'done' }
  | { readonly kind: 'closed' }
  /** The WebAssembly code trapped or ended itself. Nothing can be said to this thread any more. */
  | { readonly kind: 'trapped'; readonly reason: string };

/** Output that may be under way to a client before the engine waits for it: more is speed, less is memory. */
export const OUTPUT_LIMIT = 8 * 1024 * 1024;
