import type { MeasureKey, ValueRange } from '@systole/catalog';
import { z } from 'zod';
import { standardAcceptedRanges, type AcceptedRanges } from './biometric-rules.ts';

const RULE = 'must be two numbers, the smaller first, like 70-200';

const range = (measure: MeasureKey) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?-\d+(\.\d+)?$/, RULE)
    .transform((text): ValueRange => {
      const [least = NaN, most = NaN] = text.split('-').map(Number);
      return { least, most };
    })
    .refine(({ least, most }) => least < most, RULE)
    .default(standardAcceptedRanges[measure]);

/** Environment variables by which a deployment states its own accepted ranges, in the units that are stored. */
export const acceptedRangeVariables = {
  ACCEPTED_GLUCOSE: range('glucose'),
  ACCEPTED_WEIGHT: range('weight'),
  ACCEPTED_SYSTOLIC: range('systolic'),
  ACCEPTED_DIASTOLIC: range('diastolic'),
};

/** The ranges that a configuration states. */
export function acceptedRanges(
  configuration: z.infer<z.ZodObject<typeof acceptedRangeVariables>>,
): AcceptedRanges {
  return {
    glucose: configuration.ACCEPTED_GLUCOSE,
    weight: configuration.ACCEPTED_WEIGHT,
    systolic: configuration.ACCEPTED_SYSTOLIC,
    diastolic: configuration.ACCEPTED_DIASTOLIC,
  };
}
