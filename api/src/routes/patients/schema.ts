import { z } from '@hono/zod-openapi';
import { patientSexes } from '@systole/catalog';
import { numberedPage, numberedPageQuery } from '../../answers/numbered-pages.ts';
import { wholeNumber } from '../../parameters.ts';

const fields = {
  name: z.string('must be text').openapi({ example: 'Alice Johnson' }),
  dob: z
    .string('must be text')
    .openapi({ format: 'date', description: 'Date of birth.', example: '1985-04-12' }),
  gender: z.string('must be text'),
  address: z.string('must be text'),
  email: z.string('must be text').openapi({ format: 'email', example: 'alice.johnson@example.com' }),
  phone: z.string('must be text'),
  sex: z
    .string('must be text')
    .openapi({ enum: [...patientSexes], description: 'Female, male, other, unknown.' }),
};

export const patientIdParameter = z.object({
  id: wholeNumber(1, 999_999_999_999_999).openapi({ description: 'Id of a patient.' }),
});

export const patientSchema = z.object({ id: z.int(), ...fields }).openapi('Patient');

export const patientsSchema = numberedPage(patientSchema, 'Patients');

export const patientsQuerySchema = z.strictObject({
  search: z
    .string('must be given only once')
    .max(200, 'must not be longer than 200 characters')
    .refine((text) => !text.includes('\0'), 'must not hold the character NUL')
    .optional()
    .openapi({ description: 'Part of the name or of the e-mail address, in any case.' }),
  ...numberedPageQuery,
});

const { name, dob, email, ...optional } = fields;

export const newPatientSchema = z
  .strictObject({ name, dob, email, ...z.object(optional).partial().shape })
  .openapi('NewPatient');

export const patientChangesSchema = z
  .strictObject(fields)
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')
  .openapi('PatientChanges');

export const trendsQuerySchema = z.strictObject(numberedPageQuery);

const figure = (description: string) => z.number().nullable().openapi({ description });

export const trendsSchema = numberedPage(
  z.object({
    patient_id: z.int(),
    biometric_type: z.string().openapi({
      description: 'blood_pressure is its mean arterial pressure; both numbers stand besides.',
      example: 'blood_pressure',
    }),
    trend: z.enum(['increasing', 'decreasing', 'stable', 'volatile', 'insufficient_data']),
    health: z
      .enum(['improving', 'stable', 'declining'])
      .nullable()
      .openapi({ description: 'null: nothing can be said.' }),
    analyzed_at: z.string().openapi({ format: 'date-time' }),
    window_start: z.string().openapi({ format: 'date-time' }),
    window_end: z.string().openapi({ format: 'date-time' }),
    points: z.int().openapi({ description: 'Readings in the window.' }),
    unit: z.string(),
    slope_per_day: figure('Of the least-squares line, in the unit by day.'),
    r_squared: figure('How much of the variance the line explains, 0 to 1.'),
    relative_change: figure('Rise of the line over the window, as a share of the mean.'),
    coefficient_of_variation: figure('Standard deviation as a share of the mean.'),
    moving_average_7d: figure('Mean of the seven days that end with the last reading, in the unit.'),
    weekly_seasonality: figure('Strength of the weekly pattern, 0 to 1; null without two weeks of readings.'),
  }),
  'Trends',
);
