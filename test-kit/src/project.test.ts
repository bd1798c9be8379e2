import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { datasetFile, projectPath } from './project.ts';

describe('datasetFile', () => {
  it('finds a real input', () => {
    expect(existsSync(datasetFile('fitabase/heartrate_seconds_merged.apr-may.8users.csv.gz'))).toBe(true);
  });

  it('says where a missing input is expected', () => {
    expect(() => datasetFile('fitabase/nothing.csv')).toThrow(
      /shared\/datasets\/fitabase\/nothing\.csv is missing/,
    );
  });
});

describe('projectPath', () => {
  it('starts at the project', () => {
    expect(existsSync(projectPath('catalog/package.json'))).toBe(true);
  });
});
