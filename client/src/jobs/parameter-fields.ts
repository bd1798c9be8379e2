import { isObject } from '../api/shapes.ts';
import type { Job } from './job-queries.ts';

/** A parameter that a run can be asked for with, as a form shows it. */
export interface ParameterField {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly kind: 'day' | 'instant' | 'number' | 'text';
}

/** The parameters of a job's JSON Schema. Whether a value is accepted the API decides. */
export function parameterFields({ parameters }: Pick<Job, 'parameters'>): readonly ParameterField[] {
  const { properties } = parameters;
  if (!isObject(properties)) return [];
  return Object.entries(properties).map(([name, schema]) => {
    const { type, format, description } = isObject(schema) ? schema : {};
    return {
      name,
      label: name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' '),
      description: typeof description === 'string' ? description : '',
      kind:
        type === 'integer' || type === 'number'
          ? 'number'
          : format === 'date'
            ? 'day'
            : format === 'date-time'
              ? 'instant'
              : 'text',
    };
  });
}

/** Whether a run can be asked to do a range of days again. */
export function canBackfill(job: Pick<Job, 'parameters'>): boolean {
  return parameterFields(job).some(({ name, kind }) => name === 'start_date' && kind === 'day');
}

/** What was filled in, in the types of the schema; what was left empty is not sent. */
export function toParameters(
  fields: readonly ParameterField[],
  filled: Readonly<Record<string, string | number>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }) => {
      const value = filled[name] ?? '';
      if (value === '') return [];
      // By the clock of who fills it in; what is no time is for the API to refuse.
      const instant = kind === 'instant' ? new Date(value) : undefined;
      return [[name, instant && !Number.isNaN(instant.getTime()) ? instant.toISOString() : value]];
    }),
  );
}
