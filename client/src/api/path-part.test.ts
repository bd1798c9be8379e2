import { describe, expect, it } from 'vitest';
import { pathPart } from './path-part.ts';

describe('a name in a path', () => {
  it('is one part of it, whatever it holds', () => {
    for (const name of ['1', 'ingestion_job:ada', '1/../../users', 'a?b#c', '<img src=x>', '..', '.']) {
      const url = new URL(`http://localhost/api/patients/${pathPart(name)}`);
      expect(decodeURIComponent(url.pathname).trimEnd()).toBe(`/api/patients/${name}`);
      expect([url.search, url.hash]).toEqual(['', '']);
    }
  });
});
