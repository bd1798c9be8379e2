import type { Bench } from './bench.ts';
import { api } from './benches/api.ts';
import { appointments } from './benches/appointments.ts';
import { clinic } from './benches/clinic.ts';
import { endToEnd } from './benches/end-to-end.ts';
import { firstLoad } from './benches/first-load.ts';
import { manyUsers } from './benches/many-users.ts';
import { noOp } from './benches/no-op.ts';
import { realImport } from './benches/real-import.ts';
import { redelivery } from './benches/redelivery.ts';
import { refresh } from './benches/refresh.ts';
import { storage } from './benches/storage.ts';
import { visits } from './benches/visits.ts';

/** By key, in the order in which they run. */
export const benches: ReadonlyMap<string, Bench> = new Map(
  [
    realImport,
    firstLoad,
    redelivery,
    noOp,
    refresh,
    endToEnd,
    api,
    storage,
    manyUsers,
    clinic,
    visits,
    appointments,
  ].map((bench) => [bench.key, bench]),
);
