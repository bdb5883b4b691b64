/**
 * Foreign text made fit to be kept: no control characters (PostgreSQL refuses NUL, and with it the whole outcome),
 * no half of a surrogate pair, and an end.
 */
export function plainText(text: string, maxCharacters: number): string {
  const printable = text
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return Array.from(printable).slice(0, maxCharacters).join('').trimEnd();
}
