/** `LIGHT` and `FAT_BURN` as people write them; what is written with small letters stays. */
export function zoneLabel(name: string): string {
  if (name !== name.toUpperCase()) return name;
  const words = name.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
