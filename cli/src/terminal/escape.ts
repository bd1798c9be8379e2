/**
 * Makes control characters visible: what stands in data must not move the cursor, change colours or forge a line.
 * `\u001b[2J` comes out as those six characters and `[2J`.
 */
export function escapeControlCharacters(text: string): string {
  // Cc: control, Cf: format (such as text direction), Zl and Zp: line and paragraph separators.
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
