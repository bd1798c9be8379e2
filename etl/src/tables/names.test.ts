import { describe, expect, it } from 'vitest';
import { personName, specialtyName } from './names.ts';

describe('the name of a person', () => {
  it.each([
    ['  dr.  JANE \t DOE ', 'Dr. Jane Doe'],
    ['DR JANE DOE, MD', 'Dr Jane Doe, MD'],
    ['prof. dr. hans müller phd', 'Prof. Dr. Hans Müller PhD'],
    ["PATRICK O'BRIEN", "Patrick O'Brien"],
    ['anna-LENA SMITH-jones', 'Anna-Lena Smith-Jones'],
    ['Ronald McDonald', 'Ronald McDonald'],
    ['LUDWIG VAN BEETHOVEN', 'Ludwig van Beethoven'],
    ['van gogh', 'Van Gogh'],
    ['j.r. smith jr.', 'J.R. Smith Jr.'],
    ['m.d. house', 'M.D. House'],
    ['李 小龍', '李 小龍'],
  ])('%s is %s', (written, name) => {
    expect(personName(written.trim())).toBe(name);
    expect(personName(name)).toBe(name);
  });

  it('is not as long as a page', () => {
    expect(personName('a'.repeat(501))).toMatchObject({ rule: 'text-too-long' });
  });
});

describe('a specialty', () => {
  it.each([
    ['internal   MEDICINE', 'Internal Medicine'],
    ['Ear, nose AND throat', 'Ear, Nose and Throat'],
    ['obstetrics/gynecology', 'Obstetrics/Gynecology'],
  ])('%s is %s', (written, name) => {
    expect(specialtyName(written)).toBe(name);
    expect(specialtyName(written.toUpperCase())).toBe(name);
  });
});
