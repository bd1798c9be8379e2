/** Administrative sex as the API codes it (HL7 version 2). */
export const SEXES = [
  { value: 'F', label: 'female' },
  { value: 'M', label: 'male' },
  { value: 'O', label: 'other' },
  { value: 'U', label: 'unknown' },
] as const;

export function describeSex(sex: string): string {
  return SEXES.find(({ value }) => value === sex)?.label ?? sex;
}
