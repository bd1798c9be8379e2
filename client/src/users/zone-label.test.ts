import { expect, it } from 'vitest';
import { zoneLabel } from './zone-label.ts';

it('writes the names of zones as people do', () => {
  expect(['LIGHT', 'FAT_BURN', 'Out of Range'].map(zoneLabel)).toEqual(['Light', 'Fat burn', 'Out of Range']);
});
