import { BaseLoader } from './base-loader.ts';

/** Loads tables of one value at an instant: (timestamp, value, user_id). */
export class SeriesLoader extends BaseLoader {
  protected override get valueColumns(): readonly string[] {
    return [this.dataset.value.column];
  }
}
