/**
 * Checks a whole request at once, header, query and body together, so that a client learns every faulty field
 * in one answer. Invariant: what a route gets from here has the shape its schemas say.
 */
import type { z } from '@hono/zod-openapi';
import { Problem } from '../problem.ts';
import { type Fault, faultsOf, pointerTo } from './faults.ts';
import { findCardNumbers } from './find-card-numbers.ts';

/** One part of a request: its value, or its faults. */
export type Part<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export function checkBody<Schema extends z.ZodType>(schema: Schema, body: unknown): Part<z.output<Schema>> {
  const parsed = schema.safeParse(body, { reportInput: true });
  const faults = oneEach([
    ...findCardNumbers(body),
    ...(parsed.success ? [] : faultsOf(parsed.error)),
    ...findForbiddenKeys(body),
  ]);
  return parsed.success && faults.length === 0 ? { ok: true, value: parsed.data } : { ok: false, faults };
}

export function checkQuery<Schema extends z.ZodType>(schema: Schema, url: string): Part<z.output<Schema>> {
  const parameters = new URL(url).searchParams;
  const names = [...new Set(parameters.keys())];
  const repeated = names.filter((name) => parameters.getAll(name).length > 1);
  // A null prototype: `__proto__` is then a parameter like any other, and unknown.
  const query: Record<string, string> = Object.assign(Object.create(null), Object.fromEntries(parameters));
  const parsed = schema.safeParse(query, { reportInput: true });
  const faults = oneEach([
    ...repeated.map((name): Fault => ({ pointer: pointerTo('query', name), code: 'DUPLICATE' })),
    ...(parsed.success ? [] : faultsOf(parsed.error, ['query'])),
  ]);
  return parsed.success && faults.length === 0 ? { ok: true, value: parsed.data } : { ok: false, faults };
}

export function checkHeader<Schema extends z.ZodType>(
  schema: Schema,
  name: string,
  value: string | undefined,
): Part<z.output<Schema>> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, faults: faultsOf(parsed.error, ['header', name]) };
}

/** Throws one Problem for all faults of all parts. */
export function requireAll<Left, Right>(left: Part<Left>, right: Part<Right>): readonly [Left, Right] {
  if (left.ok && right.ok) return [left.value, right.value];
  throw invalid([...(left.ok ? [] : left.faults), ...(right.ok ? [] : right.faults)]);
}

export function requireValid<Value>(part: Part<Value>): Value {
  if (part.ok) return part.value;
  throw invalid(part.faults);
}

export function invalid(faults: readonly Fault[]): Problem {
  const code = faults.some((fault) => fault.code === 'CARD_NUMBER_NOT_ACCEPTED')
    ? 'CARD_NUMBER_NOT_ACCEPTED'
    : 'INVALID_REQUEST';
  return new Problem(code, { faults: faults.slice(0, MAX_FAULTS) });
}

/** A body of nothing but mistakes must not become a larger answer. */
const MAX_FAULTS = 100;

/** A record passes over a key `__proto__` in silence; here it is as unknown as any other. */
function findForbiddenKeys(body: unknown): readonly Fault[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body)
    .filter(
      ([, member]) => typeof member === 'object' && member !== null && Object.hasOwn(member, '__proto__'),
    )
    .map(([key]) => ({ pointer: pointerTo(key, '__proto__'), code: 'UNKNOWN_FIELD' }));
}

/** One fault per field; a card number says more than that the field is unknown or too long. */
function oneEach(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.toReversed().map((fault) => [fault.pointer, fault])).values()].toReversed();
}
