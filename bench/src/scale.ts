/** How much is measured. */
export interface Scale {
  readonly name: 'full' | 'quick';
  /** Rows of the loads; in the growth of everything with them. */
  readonly loadRows: readonly number[];
  /** Repetitions of what is compared; medians are reported. Fewer for what takes minutes. */
  readonly rounds: (rows: number) => number;
  /** Rows of re-delivery, late data and backfills. */
  readonly redeliveredRows: number;
  /** Readings in the tables when a run finds nothing new. */
  readonly histories: readonly number[];
  /** Days of the refreshes beside the last hour. */
  readonly refreshedDays: readonly number[];
  /** Days that are fetched over HTTP. */
  readonly fetchedDays: number;
  /** Days of each of the five users the API is asked for. */
  readonly servedDays: number;
  /** Seconds of each measurement of the API. */
  readonly requestSeconds: number;
  /** Days of one user in the columnstore. */
  readonly storedDays: number;
  /** So many users, each with so many readings. */
  readonly manyUsers: readonly { readonly users: number; readonly readings: number }[];
  /** Patients of a clinic, each with so many readings. */
  readonly patients: number;
  readonly readingsOfPatient: number;
  /** Rows of a CSV of visits, and of an Excel file of appointments. */
  readonly visits: number;
  readonly appointments: number;
}

export const SCALES: Readonly<Record<Scale['name'], Scale>> = {
  full: {
    name: 'full',
    loadRows: [100_000, 1_000_000, 10_000_000],
    rounds: (rows) => (rows > 5_000_000 ? 2 : 5),
    redeliveredRows: 1_000_000,
    histories: [100_000, 1_000_000, 10_000_000],
    refreshedDays: [1, 30, 365],
    fetchedDays: 30,
    servedDays: 365,
    requestSeconds: 5,
    storedDays: 365,
    manyUsers: [
      { users: 10, readings: 10_000 },
      { users: 100, readings: 10_000 },
      { users: 1_000, readings: 10_000 },
      { users: 1_000, readings: 100_000 },
    ],
    patients: 10_000,
    readingsOfPatient: 100,
    visits: 1_000_000,
    appointments: 100_000,
  },
  quick: {
    name: 'quick',
    loadRows: [100_000, 300_000],
    rounds: (rows) => (rows > 1_000_000 ? 1 : 2),
    redeliveredRows: 100_000,
    histories: [20_000, 200_000],
    refreshedDays: [1, 30],
    fetchedDays: 5,
    servedDays: 40,
    requestSeconds: 1,
    storedDays: 30,
    manyUsers: [
      { users: 10, readings: 10_000 },
      { users: 30, readings: 10_000 },
    ],
    patients: 1_000,
    readingsOfPatient: 50,
    visits: 50_000,
    appointments: 10_000,
  },
};
