import { z } from '@hono/zod-openapi';
import { biometricTypes, type BiometricTypeKey } from '@systole/catalog';
import { numberedPage, numberedPageQuery } from '../../answers/numbered-pages.ts';
import { choice, rangeParameters, wholeNumber } from '../../parameters.ts';

const TYPES = [...biometricTypes.keys()] as [BiometricTypeKey, ...BiometricTypeKey[]];
const SUMMARISED = [...TYPES, 'blood_pressure_systolic', 'blood_pressure_diastolic'] as const;

const instant = (description: string) => z.string().openapi({ format: 'date-time', description });
const number = z.number('must be a number');

const fields = {
  patient_id: z.int('must be the id of a patient').positive('must be the id of a patient'),
  biometric_type: z.enum(TYPES, `must be one of ${TYPES.join(', ')}`),
};

export const readingSchema = z
  .object({
    id: z.int(),
    ...fields,
    timestamp: instant('When it was measured.'),
    value: z.number().nullable().openapi({ description: 'null for blood pressure.' }),
    systolic: z.number().nullable().openapi({ description: 'Of blood pressure alone.' }),
    diastolic: z.number().nullable().openapi({ description: 'Of blood pressure alone.' }),
    unit: z.string().openapi({ example: 'mg/dL' }),
    is_outlier: z.boolean().openapi({ description: 'Whether it lies outside the accepted range.' }),
  })
  .openapi('Biometric');

export const readingsSchema = numberedPage(readingSchema, 'Biometrics');

export const readingsQuerySchema = z.strictObject({
  type: choice(TYPES).optional().openapi({ description: 'Readings of this type alone.' }),
  ...rangeParameters,
  ...numberedPageQuery,
});

export const newReadingSchema = z
  .strictObject({
    ...fields,
    timestamp: z.iso
      .datetime({ offset: true, error: 'must be an RFC 3339 instant, like 2025-06-29T10:00:00Z' })
      .openapi({ description: 'When it was measured; not in the future.' }),
    value: number.optional(),
    systolic: number.optional(),
    diastolic: number.optional(),
    unit: z
      .string('must be text')
      .optional()
      .openapi({ description: 'Another unit is converted; not given: the one that is stored.' }),
  })
  .openapi('NewBiometric');

export const readingIdParameter = z.object({
  id: wholeNumber(1, 999_999_999_999_999).openapi({ description: 'Id of a reading.' }),
});

export const summaryQuerySchema = z.strictObject({
  type: choice(SUMMARISED).optional().openapi({ description: 'blood_pressure stands for its two numbers.' }),
  ...rangeParameters,
  ...numberedPageQuery,
});

export const summarySchema = numberedPage(
  z.object({
    patient_id: z.int(),
    biometric_type: z.string().openapi({ example: 'blood_pressure_systolic' }),
    hour_start: instant('Beginning of the hour.'),
    min_value: z.number(),
    max_value: z.number(),
    avg_value: z.number(),
    count: z.int(),
  }),
  'BiometricHours',
);
