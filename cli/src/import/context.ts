import { bookingVariables, type PipelineContext } from '@systole/etl';
import { readConfiguration } from '@systole/service-kit';
import { z } from 'zod';
import type { Database } from '../database/connection.ts';

/** What pipelines of tables run in, with what the environment says of their rules. */
export function tableContext(database: Database, signal?: AbortSignal): PipelineContext {
  const { BOOKING_YEARS_AHEAD } = readConfiguration(z.object(bookingVariables));
  return { ...database, observer: {}, bookingYearsAhead: BOOKING_YEARS_AHEAD, signal };
}
