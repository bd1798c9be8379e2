import { BaseLoader } from './base-loader.ts';

/** Loads tables of one row for each civil day: a value, which may be null, and attributes as JSON. */
export class DailyLoader extends BaseLoader {
  protected override get valueColumns(): readonly string[] {
    return [this.dataset.value.column, ...this.dataset.attributes.map(({ column }) => column)];
  }
}
