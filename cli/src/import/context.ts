import { bookingVariables, type PipelineContext } from '@systole/etl';
import { readConfiguration } from '@systole/service-kit';
import { z } from 'zod';
import type { Database } from '../database/connection.ts';

/** What the environment says of the rules of tables. */
export function tableRules(): Required<Pick<PipelineContext, 'bookingYearsAhead'>> {
  const { BOOKING_YEARS_AHEAD } = readConfiguration(z.object(bookingVariables));
  return { bookingYearsAhead: BOOKING_YEARS_AHEAD };
}

/** What pipelines of tables run in. */
export function tableContext(database: Database, signal?: AbortSignal): PipelineContext {
  return { ...database, observer: {}, ...tableRules(), signal };
}
