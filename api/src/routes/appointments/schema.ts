import { z } from '@hono/zod-openapi';
import { appointmentReports } from '@systole/etl';
import { day, name, wholeNumber } from '../../parameters.ts';

const reportName = z.string().openapi({ example: 'confirmed-per-doctor' });

const columnSchema = z.object({
  name: z.string().openapi({ example: 'confirmed' }),
  label: z.string().openapi({ example: 'Confirmed' }),
  kind: z
    .enum(['text', 'date', 'count', 'share'])
    .openapi({ description: 'share: from 0 to 1. Any may be null.' }),
});

const descriptionShape = {
  name: reportName,
  title: z.string(),
  columns: z
    .array(columnSchema)
    .openapi({ description: 'What the rows of the answer have, in their order.' }),
};

export const reportsSchema = z
  .object({
    data: z.array(
      z.object({
        ...descriptionShape,
        parameters: z.array(
          z.object({
            name: z.enum(['patient_id', 'start_date', 'end_date']),
            description: z.string(),
            standard: z
              .string()
              .nullable()
              .openapi({ description: 'Where it is not given; null: without bound.' }),
          }),
        ),
      }),
    ),
  })
  .openapi('AppointmentReports');

export const reportParametersSchema = z.object({
  name: name('must be the name of a report').openapi({
    description: `One of ${[...appointmentReports.keys()].join(', ')}.`,
    example: 'confirmed-per-doctor',
  }),
});

export const reportQuerySchema = z.strictObject({
  patient_id: name('must be 1 to 128 characters').optional().openapi({
    description: 'Of confirmed-of-patient: whose they are; 34 if not given.',
    example: '34',
  }),
  start_date: day('Of cancelled-in-period: the first day.').optional(),
  end_date: day('Of cancelled-in-period: the last day.').optional(),
  limit: wholeNumber(1, 10_000).default(1_000).openapi({ description: 'Most rows of the answer.' }),
});

export const reportSchema = z
  .object({
    ...descriptionShape,
    parameters: z
      .record(z.string(), z.string().nullable())
      .openapi({ description: 'What it was asked with; null: without bound.' }),
    rows: z
      .array(z.record(z.string(), z.union([z.string(), z.number()]).nullable()))
      .openapi({ description: 'One value a column.' }),
    truncated: z.boolean().openapi({ description: 'Whether there are more rows than limit.' }),
  })
  .openapi('AppointmentReport');
