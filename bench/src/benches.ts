import type { Bench } from './bench.ts';
import { api } from './benches/api.ts';
import { endToEnd } from './benches/end-to-end.ts';
import { firstLoad } from './benches/first-load.ts';
import { manyUsers } from './benches/many-users.ts';
import { noOp } from './benches/no-op.ts';
import { realImport } from './benches/real-import.ts';
import { redelivery } from './benches/redelivery.ts';
import { refresh } from './benches/refresh.ts';
import { storage } from './benches/storage.ts';

/** By key, in the order in which they run. */
export const benches: ReadonlyMap<string, Bench> = new Map(
  [realImport, firstLoad, redelivery, noOp, refresh, endToEnd, api, storage, manyUsers].map((bench) => [
    bench.key,
    bench,
  ]),
);
