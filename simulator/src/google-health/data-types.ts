export type RecordType = 'interval' | 'sample' | 'daily' | 'session';

/** What the service does with a type, in the words of its messages. */
export type Action = 'list' | 'get' | 'reconcile' | 'rollup' | 'dailyRollUp' | 'write';

export interface DataType {
  /** As in URLs: `heart-rate`. */
  readonly id: string;
  /** As in filters: `heart_rate`. */
  readonly filterPrefix: string;
  readonly recordType: RecordType;
  readonly actions: readonly Action[];
}

/** l=list g=get r=reconcile R=rollUp and dailyRollUp w=write */
const ACTIONS: Readonly<Record<string, readonly Action[]>> = {
  l: ['list'],
  g: ['get'],
  r: ['reconcile'],
  R: ['rollup', 'dailyRollUp'],
  w: ['write'],
};

/** The table of data types in the vendor's documentation. */
const TABLE: Readonly<Record<RecordType, string>> = {
  interval:
    'active-energy-burned lrR, active-minutes lrR, active-zone-minutes lrR, activity-level lr, altitude lrR, ' +
    'basal-energy-burned lr, calories-in-heart-rate-zone R, distance lrR, floors rR, sedentary-period lrR, steps lrR, ' +
    'swim-lengths-data lrR, time-in-heart-rate-zone lrR, total-calories R',
  sample:
    'heart-rate lrR, heart-rate-variability lr, oxygen-saturation lr, blood-glucose lgrR, core-body-temperature lgrR, ' +
    'respiratory-rate-sleep-summary lr, weight lgrRw, body-fat lgrRw, height lgrw, run-vo2-max lrR, vo2-max lr',
  daily:
    'daily-resting-heart-rate lr, daily-heart-rate-variability lr, daily-heart-rate-zones lr, daily-oxygen-saturation lr, ' +
    'daily-respiratory-rate lr, daily-sleep-temperature-derivations lr, daily-vo2-max lr',
  session:
    'sleep lgrw, exercise lgrw, hydration-log lgrRw, nutrition-log lgrRw, electrocardiogram l, irregular-rhythm-notification l',
};

export const DATA_TYPES: ReadonlyMap<string, DataType> = new Map(
  Object.entries(TABLE).flatMap(([recordType, types]) =>
    types.split(', ').map((entry): [string, DataType] => {
      const [id = '', letters = ''] = entry.split(' ');
      return [
        id,
        {
          id,
          filterPrefix: id.replaceAll('-', '_'),
          recordType: recordType as RecordType,
          actions: Object.entries(ACTIONS).flatMap(([letter, actions]) =>
            letters.includes(letter) ? actions : [],
          ),
        },
      ];
    }),
  ),
);
