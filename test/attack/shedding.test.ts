/** More than can be done: what is accepted goes on undisturbed, the rest is told at once to come back, and nothing stays full. */
import { afterEach, describe, expect, it } from 'vitest';
import { apiUnderTest } from '../api/support/api-under-test.ts';
import { PAYMENT_ID } from '../api/support/requests.ts';
import { sendWebhook, webhooks } from '../api/support/webhooks-under-test.ts';

const PLACES = 6;
const payments = blockable();
const api = apiUnderTest({
  payments: payments.reader,
  webhooks,
  readiness: [{ name: 'database', check: async () => {} }],
  limits: { maxInFlight: PLACES },
});

afterEach(() => payments.release());

const get = async (user: string) =>
  await api.call(`/api/v1/payments/${PAYMENT_ID}`, { token: await api.keys.sign({ sub: user }) });

/** One request of each user, all of them waiting for the database. */
async function fill(users: readonly string[]) {
  payments.hold();
  const waiting = users.map(get);
  await expect.poll(() => payments.waiting()).toBe(users.length);
  return waiting;
}

const everyone = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'];

describe('while every place is taken', () => {
  it('the next are told to come back before their token is read, and those within are answered', async () => {
    const within = await fill(everyone);
    for (const token of [await api.keys.sign(), 'forged', null]) {
      const { status, body, headers } = await api.call('/api/v1/payments/me', { token });
      expect([status, body.code, headers.get('Retry-After')]).toEqual([503, 'TEMPORARILY_UNAVAILABLE', '1']);
    }
    payments.release();
    const statuses = (await Promise.all(within)).map(({ status }) => status);
    expect(statuses).toEqual(everyone.map(() => 404));
    expect((await get('late')).status).toBe(404);
  });

  it('health answers, and a webhook is not turned away by clients', async () => {
    const within = await fill(everyone);
    expect((await api.call('/health/ready', { token: null })).status).toBe(200);
    const told = sendWebhook(api);
    await expect.poll(() => payments.waiting()).toBe(PLACES + 1);
    payments.release();
    expect((await told).status).toBe(200);
    await Promise.all(within);
  });

  it('a flood leaves no line at level error for each', async () => {
    const within = await fill(everyone);
    await Promise.all(Array.from({ length: 50 }, () => api.call('/api/v1/payments/me')));
    expect(api.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect(api.log.filter((line) => line.includes('"code":"TEMPORARILY_UNAVAILABLE"'))).toHaveLength(50);
    payments.release();
    await Promise.all(within);
  });
});

it('one user has half of the places, and the others have the rest', async () => {
  const mallorys = await fill(['mallory', 'mallory', 'mallory']);
  const { status, body, headers } = await get('mallory');
  expect([status, body.code, headers.get('Retry-After')]).toEqual([429, 'RATE_LIMITED', '1']);
  const alices = get('alice');
  await expect.poll(() => payments.waiting()).toBe(4);
  payments.release();
  expect((await alices).status).toBe(404);
  await Promise.all(mallorys);
  expect((await get('mallory')).status).toBe(404);
});

it('a place is free again after every kind of end: refused, failed, and thrown', async () => {
  for (let round = 0; round < PLACES * 3; round += 1) {
    payments.failWith(round % 2 === 0 ? new TypeError('a mistake of ours') : new Error('gone'));
    const { status } = await get('alice');
    expect([500, 503]).toContain(status);
    expect((await api.call('/api/v1/payments/me', { token: 'forged' })).status).toBe(401);
  }
  payments.failWith(null);
  expect((await get('alice')).status).toBe(404);
});

/** A database whose answers may be held back. */
function blockable() {
  const held: (() => void)[] = [];
  let isBlocking = false;
  let failure: Error | null = null;
  const find = async () => {
    if (failure !== null) throw failure;
    if (isBlocking) await new Promise<void>((resolve) => held.push(resolve));
    return null;
  };
  return {
    waiting: () => held.length,
    failWith: (error: Error | null) => {
      failure = error;
    },
    hold: () => {
      isBlocking = true;
    },
    release: () => {
      isBlocking = false;
      for (const answer of held.splice(0)) answer();
    },
    reader: { findById: find, findOwn: find, listMine: async () => [] },
  };
}
