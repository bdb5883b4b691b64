// Ids that name the same thing for ever: properties over any issuer, user and key.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../domain/json-value.ts';
import { canonicalJson } from '../../../platform/crypto/canonical-json.ts';
import {
  deriveCancellationId,
  deriveConfirmationKey,
  deriveOwnCancellationId,
  derivePaymentId,
  hashIdempotencyKey,
  hashRequest,
  mintCancellationId,
  mintPaymentId,
} from '../../../platform/crypto/derive-ids.ts';

const part = fc.string({ unit: 'binary', maxLength: 20 });
const scope = fc.record({ issuer: part, userId: part, idempotencyKey: part });

describe('a derived id', () => {
  it('is the same for the same inputs, and of the form that the contract names', () => {
    fc.assert(
      fc.property(scope, (of) => {
        expect(derivePaymentId({ ...of })).toBe(derivePaymentId(of));
        expect(derivePaymentId(of)).toMatch(/^pay_[0-9a-f]{40}$/);
        expect(hashIdempotencyKey(of)).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });

  it('differs when issuer, user or key differ, wherever one ends and the next begins', () => {
    fc.assert(
      fc.property(scope, scope, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(derivePaymentId(one)).not.toBe(derivePaymentId(other));
        expect(hashIdempotencyKey(one)).not.toBe(hashIdempotencyKey(other));
      }),
    );
    const split = (issuer: string, userId: string) =>
      derivePaymentId({ issuer, userId, idempotencyKey: 'k' });
    expect(split('ab', 'c')).not.toBe(split('a', 'bc'));
    expect(split('a","b', 'c')).not.toBe(split('a', 'b","c'));
  });

  it('of one kind says nothing about another kind made of the same parts', () => {
    const of = { issuer: 'a', userId: 'b', idempotencyKey: 'c' };
    expect(hashIdempotencyKey(of)).not.toContain(derivePaymentId(of).slice(4));
    const client = deriveCancellationId({ paymentId: 'pay_1', idempotencyKey: 'LATE_MONEY' });
    const own = deriveOwnCancellationId({ paymentId: 'pay_1', origin: 'LATE_MONEY', pgId: 'tx-1' });
    expect(client).toMatch(/^can_[0-9a-f]{40}$/);
    expect(own).toMatch(/^can_[0-9a-f]{40}$/);
    expect(client).not.toBe(own);
    expect(own).not.toBe(deriveOwnCancellationId({ paymentId: 'pay_1', origin: 'LATE_MONEY', pgId: 'tx-2' }));
  });

  it('of a confirmation names payment and transaction, in characters and a length that are safe at every gateway', () => {
    const [paymentId, other] = [
      derivePaymentId({ issuer: 'a', userId: 'b', idempotencyKey: 'c' }),
      mintPaymentId(),
    ];
    const key = deriveConfirmationKey({ paymentId, pgTransactionId: 'key-1' });
    expect(key).toBe(deriveConfirmationKey({ paymentId, pgTransactionId: 'key-1' }));
    expect(key).toMatch(/^pay_[0-9a-f]{40}-[0-9a-f]{16}$/);
    expect(key.length).toBeLessThanOrEqual(64);
    expect(key).not.toBe(deriveConfirmationKey({ paymentId, pgTransactionId: 'key-2' }));
    expect(key).not.toBe(deriveConfirmationKey({ paymentId: other, pgTransactionId: 'key-1' }));
  });

  // Stored ids are found again only while these hashes stay: a change here orphans every key in use.
  it('never changes between versions', () => {
    const of = { issuer: 'https://id.example.com/', userId: 'alice', idempotencyKey: 'order-1' };
    expect(derivePaymentId(of)).toBe('pay_1d2ba6918fe4abbb327ab1bf005615b3f056ac8a');
    expect(hashRequest({ amount: 1000, currency: 'KRW' })).toBe(
      '69fe6b4731cb566120dc262748e29be68beeb88804edba966495253993a86f0c',
    );
    expect(deriveConfirmationKey({ paymentId: 'pay_1', pgTransactionId: 'key-1' })).toBe(
      'pay_1-b5b85f57fd3c963d',
    );
  });
});

describe('a minted id', () => {
  it('sorts by the order of its making, also within one millisecond', () => {
    const minted = Array.from({ length: 2_000 }, () => mintPaymentId());
    expect(minted.toSorted()).toEqual(minted);
    expect(new Set(minted).size).toBe(minted.length);
    for (const id of minted) expect(id).toMatch(/^pay_[0-9a-f]{32}$/);
    expect(mintCancellationId()).toMatch(/^can_[0-9a-f]{32}$/);
  });
});

describe('the hash of a request', () => {
  it('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const parsed = asJson(value);
        expect(hashRequest(reversed(parsed))).toBe(hashRequest(parsed));
      }),
    );
  });

  it('is the hash of JSON that reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(asJson(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('counts an absent member and an undefined one as the same, and nothing else', () => {
    expect(hashRequest({ amount: 1, items: undefined })).toBe(hashRequest({ amount: 1 }));
    expect(hashRequest({ amount: 1, items: null })).not.toBe(hashRequest({ amount: 1 }));
    expect(hashRequest({ amount: 1 })).not.toBe(hashRequest({ amount: '1' }));
    expect(hashRequest([1, 2])).not.toBe(hashRequest([2, 1]));
    expect(() => hashRequest({ amount: Number.NaN })).toThrow(TypeError);
  });

  it('sorts keys by UTF-16 code units, as RFC 8785 does', () => {
    const value = { '€': 1, '\r': 2, '😀': 3, '\uFB33': 4, '1': 5 };
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":5,"€":1,"😀":3,"\uFB33":4}');
  });
});

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, member === undefined ? member : reversed(member)]),
  );
}

function asJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value));
}
