/** The rules a row can break, and what each asks of it. The keys stand in the quarantine and in the API. */
export const RULES = {
  'row-shape': 'the row has the fields of its format',
  'field-missing': 'a field that is required holds something',
  'user-missing': 'the row says whose it is',
  'user-invalid': 'the user id can be used as a name',
  'id-invalid': 'an identifier has no more than 128 characters',
  'date-invalid': 'the date names a day of the calendar',
  'date-implausible': 'the date lies no more than some years ahead',
  'cell-error': 'the cell holds a value: no error like #N/A, no formula without its result',
  'timestamp-invalid': 'the timestamp names a real time',
  'timestamp-in-future': 'the timestamp lies no more than a day ahead',
  'value-not-a-number': 'the value is a number',
  'email-invalid': 'the e-mail address has the form of one',
  'age-implausible': 'the date of birth makes an age from 0 to 120 years',
  'sex-unknown': 'the sex is F, M, O or U',
  'text-too-long': 'the text has no more than 500 characters',
  'type-unknown': 'the type of the reading is one that Systole knows',
  'unit-unknown': 'the unit is one that the type is measured in',
  'doctor-unknown': 'the doctor of the appointment is there',
  'patient-unknown': 'the patient of the reading is there; the reading is loaded once that is so',
  'value-out-of-range': "the value lies within the dataset's valid range",
} as const;

export type Rule = keyof typeof RULES;

/** Where a row stood, as a person would look it up. */
export interface Place {
  readonly file?: string;
  /** Of a workbook. */
  readonly sheet?: string;
  /** From 1, the header included. */
  readonly line?: number;
  readonly column?: string;
  readonly request?: string;
  /** From 1. */
  readonly page?: number;
  /** Position on its page or in its array, from 0. */
  readonly index?: number;
}

/** A row that is not taken, and why. */
export interface Reject {
  /** null where the row does not say. */
  readonly userId: string | null;
  readonly place: Place;
  readonly rule: Rule;
  readonly message: string;
  /** As it stood in the source, shortened to {@link RAW_VALUE_LIMIT} characters when it is stored. */
  readonly rawValue: string | null;
  /** The whole row, where the source has rows of named fields. */
  readonly record?: Readonly<Record<string, unknown>>;
}

export const RAW_VALUE_LIMIT = 1_000;
