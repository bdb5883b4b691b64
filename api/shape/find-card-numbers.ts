/**
 * Looks through a whole body, unknown fields included, for card numbers (design, rule 8). Everything counts as
 * free text but the fields listed here, whose form is checked by their schema and which may be long digits by right.
 */
import { containsCardNumber } from '../../domain/card-number.ts';
import { type Fault, pointerTo } from './faults.ts';

const IDENTIFIERS =
  /^\/(orderId|paymentId|pgTransactionId|amount|items\/\d+\/(id|unitAmount|quantity)|customer\/phone|refundAccount\/accountNumber)$/;

/** Walks without recursion: a body of brackets alone must not exhaust the stack. */
export function findCardNumbers(body: unknown): readonly Fault[] {
  const found = new Set<string>();
  const waiting: { readonly path: readonly string[]; readonly value: unknown }[] = [
    { path: [], value: body },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, value } = next;
    if (typeof value === 'object' && value !== null) {
      // A key that is a card number is told by its container: a pointer must not repeat it.
      for (const [key, member] of Object.entries(value)) {
        if (containsCardNumber(key)) found.add(pointerTo(...path));
        else waiting.push({ path: [...path, key].slice(0, MAX_POINTER_DEPTH), value: member });
      }
    } else if (isFreeText(value, pointerTo(...path))) {
      if (containsCardNumber(String(value))) found.add(pointerTo(...path));
    }
  }
  return [...found].sort().map((pointer) => ({ pointer, code: 'CARD_NUMBER_NOT_ACCEPTED' }));
}

/** Deeper than any schema here: a pointer names the container from there on. */
const MAX_POINTER_DEPTH = 8;

function isFreeText(value: unknown, pointer: string): value is string | number {
  return (typeof value === 'string' || typeof value === 'number') && !IDENTIFIERS.test(pointer);
}
