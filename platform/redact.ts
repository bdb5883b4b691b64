/**
 * Makes a log line showable: keys that name a person, a credential or a card lose their value at any depth, text
 * loses what could be a card number, errors keep only their type, message, stack, code and cause.
 */
import { containsCardNumber } from '../domain/card-number.ts';

export type LogLine = Record<string, unknown>;

export function redactLine(line: Readonly<LogLine>): LogLine {
  return redactMembers(line, 0);
}

export function redactText(text: string): string {
  return text.replace(DIGITS, (digits) => (containsCardNumber(digits) ? HIDDEN : digits));
}

const HIDDEN = '[redacted]';
const MAX_DEPTH = 8;

// Compared without case, `-` and `_`: apiSecret, api_secret and API-Secret are one.
const HIDDEN_KEYS = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'token',
  'accesstoken',
  'password',
  'secret',
  'apisecret',
  'apikey',
  'encryptionkeys',
  'idempotencykey',
  'customer',
  'customername',
  'fullname',
  'email',
  'phone',
  'phonenumber',
  'birthdate',
  'address',
  'refundaccount',
  'accountnumber',
  'accountholder',
  'card',
  'cardnumber',
  'pan',
  'cvc',
  'cvv',
]);

// Runs or groups of digits, not inside a longer word such as a hash.
const DIGITS = /(?<![0-9A-Za-z])\d(?:[ .-]?\d){12,}(?![0-9A-Za-z])/g;

function redactMembers(value: object, depth: number): LogLine {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      isHiddenKey(key) ? HIDDEN : redact(member, depth + 1),
    ]),
  );
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '[too deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return redact([...value], depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (hasToJson(value)) return redact(value.toJSON(), depth + 1);
  return redactMembers(value, depth);
}

function redactError(error: Error, depth: number): LogLine {
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: redact(error.errors, depth + 1) } : {}),
  };
}

function isHiddenKey(key: string): boolean {
  return HIDDEN_KEYS.has(key.toLowerCase().replace(/[-_]/g, ''));
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
