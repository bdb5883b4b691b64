/** Calls of a gateway are counted by what it said, in words of ours alone, and answer what they would have answered. */
import type { MetricMeter, MetricTags } from '@temporalio/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { measured } from '../../../activities/gateway/measured.ts';
import type { InWindowGateway, OnConfirmGateway } from '../../../domain/gateway-port.ts';
import { scriptedGateway } from '../../support/scripted-gateway.ts';

type Recorded = { readonly name: string; readonly value: number; readonly tags: MetricTags };

const recorded: Recorded[] = [];
const metric = (name: string) => {
  const record = (value: number, tags: MetricTags = {}) => void recorded.push({ name, value, tags });
  const common = {
    name,
    valueType: 'int' as const,
    withTags: () => metric(name),
    add: record,
    record,
    set: record,
  };
  return common;
};
const meter: MetricMeter = {
  createCounter: (name) => ({ ...metric(name), kind: 'counter', withTags: () => meter.createCounter(name) }),
  createHistogram: (name) => ({
    ...metric(name),
    kind: 'histogram',
    withTags: () => meter.createHistogram(name),
  }),
  createGauge: (name) => ({ ...metric(name), kind: 'gauge', withTags: () => meter.createGauge(name) }),
  withTags: () => meter,
};

const signal = new AbortController().signal;
const ORDER = {
  paymentId: 'pay_secret',
  cancellationId: 'can_secret',
  amountMinor: 1,
  currency: 'KRW',
  cancellableMinor: 1,
  reason: 'a person',
};

const counted = () => recorded.filter(({ name }) => name === 'payment_gateway_calls').map(({ tags }) => tags);

beforeEach(() => {
  recorded.length = 0;
});

describe('a measured gateway', () => {
  it('answers what the gateway answers, and is the same otherwise', async () => {
    const gateway = scriptedGateway();
    const same = measured(gateway, meter);
    expect(await same.retrieve({ paymentId: 'pay_secret' }, signal)).toEqual({
      standing: gateway.standing,
      claimed: 'unasked',
    });
    expect(await same.cancel(ORDER, signal)).toEqual(gateway.cancelResult);
    expect(gateway.sent).toEqual([ORDER]);
    expect(same).toMatchObject({ provider: 'PORTONE', approval: 'in_window', supportedMethods: ['CARD'] });
    expect('confirm' in same).toBe(false);
    expect('listChanged' in same).toBe(false);
  });

  it('counts each call by what was said, and times it', async () => {
    const gateway = scriptedGateway();
    const onConfirm: OnConfirmGateway = {
      ...gateway,
      provider: 'TOSS',
      approval: 'on_confirm',
      confirm: async () => ({ kind: 'unknown', why: 'timeout' }),
      listChanged: async () => ({ kind: 'page', items: [], next: null }),
    };
    const toss = measured(onConfirm, meter);
    await toss.retrieve({ paymentId: 'pay_secret' }, signal);
    await toss.cancel(ORDER, signal);
    await toss.confirm({ ...ORDER, pgTransactionId: 'tx_secret', idempotencyKey: 'key_secret' }, signal);
    await toss.listChanged?.({ from: '', until: '', cursor: null }, signal);
    expect(counted()).toEqual([
      { provider: 'TOSS', call: 'retrieve', outcome: 'approved' },
      { provider: 'TOSS', call: 'cancel', outcome: 'succeeded' },
      { provider: 'TOSS', call: 'confirm', outcome: 'unknown' },
      { provider: 'TOSS', call: 'list_changed', outcome: 'page' },
    ]);
    expect(recorded.filter(({ name }) => name === 'payment_gateway_call_duration')).toHaveLength(4);
    expect(JSON.stringify(recorded)).not.toContain('secret');
  });

  it('counts a call that is broken off, and lets its error through', async () => {
    const breaking: InWindowGateway = {
      ...scriptedGateway(),
      retrieve: async () => Promise.reject(new Error('broken off')),
    };
    const gateway = measured(breaking, meter);
    await expect(gateway.retrieve({ paymentId: 'pay_1' }, signal)).rejects.toThrow('broken off');
    expect(counted()).toEqual([{ provider: 'PORTONE', call: 'retrieve', outcome: 'thrown' }]);
  });
});
