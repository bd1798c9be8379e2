import { describe, expect, it } from 'vitest';
import { unsuitability } from './timescaledb.ts';

describe('unsuitability', () => {
  it.each(['2.18.0', '2.23.0', '2.29.2', '3.0.0'])('takes the community edition %s', (version) => {
    expect(unsuitability({ version, license: 'timescale' })).toBeUndefined();
  });

  it('says how to get the extension where the server has none', () => {
    expect(unsuitability({ version: null, license: null })).toMatch(
      /does not have the timescaledb extension.*timescale\/timescaledb/,
    );
  });

  it('says how to update a version that is too old', () => {
    expect(unsuitability({ version: '2.17.2', license: 'timescale' })).toMatch(
      /TimescaleDB 2\.17\.2; Systole needs 2\.18 or later.*ALTER EXTENSION/,
    );
  });

  it('says what the Apache edition lacks', () => {
    expect(unsuitability({ version: '2.29.2', license: 'apache' })).toMatch(/Apache edition/);
  });
});
