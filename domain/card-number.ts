/**
 * Finds card numbers in free text, so that they are refused before anything stores, logs or encrypts them
 * (design, rule 8). Pure. A false alarm costs a client one clear answer; a miss puts this server under PCI DSS.
 */

/** ISO/IEC 7812: the shortest and longest numbers in use. */
const MIN_DIGITS = 13;
const MAX_DIGITS = 19;

/** Digits written in groups: up to two blanks, dashes or dots may stand between two groups. */
const GROUPED_DIGITS = /\d+(?:[\s.\-‐-―]{1,2}\d+)*/gu;

/** True when some 13–19 digits, written together or in groups, pass Luhn. Full-width digits count as digits. */
export function containsCardNumber(text: string): boolean {
  for (const [run] of text.normalize('NFKC').matchAll(GROUPED_DIGITS)) {
    if (holdsCardNumber(run.split(/\D+/u))) return true;
  }
  return false;
}

/** Tries every row of neighbouring groups, so that a number before or after it does not hide a card. */
function holdsCardNumber(groups: readonly string[]): boolean {
  for (let first = 0; first < groups.length; first += 1) {
    let digits = '';
    for (const group of groups.slice(first, first + MAX_DIGITS)) {
      digits += group;
      if (digits.length > MAX_DIGITS) break;
      if (digits.length >= MIN_DIGITS && passesLuhn(digits)) return true;
    }
  }
  return false;
}

function passesLuhn(digits: string): boolean {
  // All zeros pass the sum, and are nobody's card.
  if (/^0+$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
