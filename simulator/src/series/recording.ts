import type { HeartRateSeries } from './heart-rate-series.ts';
import type { SimulatedUser } from './person.ts';

/**
 * What the vendor's cloud holds of a user at the moment of a request: readings up to now, without those that are held
 * back, with those that were restated. Everything that is answered derives from this, so that answers agree.
 */
export interface Recording {
  readonly user: SimulatedUser;
  readonly nowMs: number;
  /** Readings in `[startMs, endMs)`, in order of time. */
  heartRate: (startMs: number, endMs: number) => HeartRateSeries;
}
