/**
 * One text per JSON value, whatever the order in which its keys were written (RFC 8785 for what we use: strings,
 * finite numbers, booleans, null, arrays, plain objects). `undefined` members are left out, as JSON does.
 */
import type { JsonValue } from '../../domain/json-value.ts';

/** @throws TypeError for a number that JSON cannot carry (NaN, Infinity). */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`${value} has no JSON form`);
  }
  return JSON.stringify(value);
}

// The default sort compares UTF-16 code units, which is what RFC 8785 asks for.
function canonicalObject(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => [key, `${JSON.stringify(key)}:${canonicalJson(member)}`] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([, text]) => text).join(',')}}`;
}
