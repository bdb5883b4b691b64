/**
 * What is wrong with a request's shape, one fault per field: zod's issues in our own stable codes, each with an
 * RFC 6901 pointer. A body's pointer is its own (`/items/0/name`); `/query/…` and `/header/…` name the others.
 */
import type { z } from '@hono/zod-openapi';

export const FAULT_CODES = [
  'REQUIRED',
  'INVALID_TYPE',
  'UNKNOWN_FIELD',
  'TOO_SMALL',
  'TOO_LARGE',
  'TOO_SHORT',
  'TOO_LONG',
  'TOO_MANY',
  'INVALID_FORMAT',
  'NOT_ALLOWED',
  'DUPLICATE',
  'CARD_NUMBER_NOT_ACCEPTED',
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

export type Fault = {
  readonly pointer: string;
  readonly code: FaultCode;
  /** The bound that was passed, the type or form that was expected, the values that are allowed. Never what was sent. */
  readonly expected?: string | undefined;
};

type Path = readonly PropertyKey[];

export function pointerTo(...path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** `root` is empty for the body, `['query']` or `['header']` for the others. */
export function faultsOf(error: z.core.$ZodError, root: Path = []): readonly Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, [...root, ...issue.path]));
}

function faultsOfIssue(issue: z.core.$ZodIssue, path: Path): readonly Fault[] {
  const pointer = pointerTo(...path);
  switch (issue.code) {
    case 'invalid_type':
      return [ofType(issue, pointer)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ pointer: pointerTo(...path, key), code: 'UNKNOWN_FIELD' }));
    case 'too_big':
      return [{ pointer, code: TOO_BIG[issue.origin] ?? 'TOO_LARGE', expected: String(issue.maximum) }];
    case 'too_small':
      return [{ pointer, code: TOO_SMALL[issue.origin] ?? 'TOO_SMALL', expected: String(issue.minimum) }];
    case 'invalid_value':
      return [ofValue(issue, pointer)];
    case 'invalid_union':
      return [ofUnion(issue, pointer)];
    case 'custom':
      return [{ pointer, ...customFault(issue.params) }];
    case 'invalid_format':
      return [{ pointer, code: 'INVALID_FORMAT', expected: formOf(issue) }];
    case 'invalid_key':
      return issue.issues.flatMap((inner) => faultsOfIssue(inner, path)).slice(0, 1);
    case 'invalid_element':
    case 'not_multiple_of':
      return [{ pointer, code: 'INVALID_FORMAT' }];
  }
}

/** Schemas' own checks say what they mean in `params` (zod hands it through). */
export function customParams(code: FaultCode, expected?: string): Record<string, unknown> {
  return { fault: code, expected };
}

function customFault(params: Record<string, unknown> | undefined): Pick<Fault, 'code' | 'expected'> {
  const code = FAULT_CODES.find((known) => known === params?.['fault']) ?? 'INVALID_FORMAT';
  const expected = params?.['expected'];
  return { code, expected: typeof expected === 'string' ? expected : undefined };
}

const TOO_BIG: Readonly<Record<string, FaultCode>> = { string: 'TOO_LONG', array: 'TOO_MANY' };
const TOO_SMALL: Readonly<Record<string, FaultCode>> = { string: 'TOO_SHORT' };

function ofType(issue: z.core.$ZodIssueInvalidType, pointer: string): Fault {
  if (issue.input === undefined) return { pointer, code: 'REQUIRED' };
  return { pointer, code: 'INVALID_TYPE', expected: TYPE_NAMES[issue.expected] ?? issue.expected };
}

/** zod's names → JSON Schema's. */
const TYPE_NAMES: Readonly<Record<string, string>> = { int: 'integer', record: 'object' };

function ofValue(issue: z.core.$ZodIssueInvalidValue, pointer: string): Fault {
  if (issue.input === undefined) return { pointer, code: 'REQUIRED' };
  return { pointer, code: 'NOT_ALLOWED', expected: issue.values.map(String).join(', ') };
}

/** A discriminated union that met no option: zod's path ends at the discriminator. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion, pointer: string): Fault {
  const { discriminator } = issue;
  if (discriminator === undefined) return { pointer, code: 'INVALID_FORMAT' };
  if (isObject(issue.input) && !Object.hasOwn(issue.input, discriminator))
    return { pointer, code: 'REQUIRED' };
  const options = 'options' in issue ? (issue.options ?? []) : [];
  return { pointer, code: 'NOT_ALLOWED', expected: options.map(String).join(', ') };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A pattern as the document writes it: without slashes and flags. */
function formOf({ format, pattern }: z.core.$ZodIssueInvalidStringFormat): string | undefined {
  return format === 'regex' ? pattern?.replaceAll(/^\/|\/[a-z]*$/g, '') : format;
}
