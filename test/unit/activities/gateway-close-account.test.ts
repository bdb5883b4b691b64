/** The activity that ends a virtual account, with a gateway that the test holds: what it asks, sends, and believes. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type CloseAccountArgs,
  createGatewayCloseAccount,
} from '../../../activities/gateway-close-account.ts';
import type { GatewayStanding } from '../../../domain/gateway-port.ts';
import { holds, type ScriptedGateway, scriptedGateway } from '../../support/scripted-gateway.ts';
import { issued } from '../domain/support.ts';

const CLOSED: GatewayStanding = { kind: 'account_closed', pgTransactionId: 'tx-1' };
let gateway: ScriptedGateway;

beforeEach(() => {
  gateway = scriptedGateway();
  gateway.standing = issued();
});

/** One attempt, as Temporal would make it. */
async function attempt() {
  const activity = createGatewayCloseAccount({ gateways: { PORTONE: gateway, TOSS: gateway } });
  const args: CloseAccountArgs = { provider: 'PORTONE', paymentId: 'pay_1' };
  return await new MockActivityEnvironment().run(activity, args);
}

/** What stands there from the closing on. */
function closingBrings(standing: GatewayStanding) {
  const close = gateway.closeVirtualAccount.bind(gateway);
  gateway.closeVirtualAccount = async (order, signal) => {
    gateway.standing = standing;
    return await close(order, signal);
  };
}

describe('closing an account', () => {
  it('asks, closes, and returns what is read back', async () => {
    closingBrings(CLOSED);
    expect(await attempt()).toEqual(CLOSED);
    expect(gateway.calls).toEqual(['retrieve', 'close', 'retrieve']);
  });

  it.each([
    ['is closed already', CLOSED],
    ['was paid into', holds([])],
    ['is not known there', { kind: 'not_started' }],
  ] as const)('sends nothing when it %s', async (_, standing) => {
    gateway.standing = standing;
    expect(await attempt()).toEqual(standing);
    expect(gateway.closed).toEqual([]);
  });

  it('returns the deposit that came first', async () => {
    gateway.closeResult = { kind: 'not_waiting' };
    closingBrings(holds([]));
    expect(await attempt()).toMatchObject({ kind: 'approved' });
  });

  it.each(['pending', 'unknown'] as const)('sends nothing while the gateway says %s', async (kind) => {
    gateway.standing = kind === 'unknown' ? { kind, why: 'timeout' } : { kind };
    await expect(attempt()).rejects.toMatchObject({ type: 'CLOSING_UNSETTLED' });
    expect(gateway.closed).toEqual([]);
  });

  it('does not touch the account of another store or channel', async () => {
    gateway.standing = issued({ isOurs: false });
    await expect(attempt()).rejects.toMatchObject({ type: 'CLOSING_UNSETTLED' });
    expect(gateway.closed).toEqual([]);
  });

  it('does not believe that it is closed before it is read back', async () => {
    await expect(attempt()).rejects.toMatchObject({ type: 'CLOSING_UNSETTLED' });
    expect(gateway.closed).toHaveLength(1);
  });
});

describe('after an attempt whose answer was lost', () => {
  beforeEach(async () => {
    gateway.closeResult = { kind: 'unknown', why: 'timeout' };
    await expect(attempt()).rejects.toMatchObject({ type: 'CLOSING_UNSETTLED' });
    gateway.closeResult = { kind: 'closed' };
  });

  it('closes again under the same key when it came to nothing', async () => {
    closingBrings(CLOSED);
    expect(await attempt()).toEqual(CLOSED);
    expect(gateway.closed).toHaveLength(2);
    expect(gateway.closed[1]).toEqual(gateway.closed[0]);
  });

  it('sends nothing again when it had its effect', async () => {
    gateway.standing = CLOSED;
    expect(await attempt()).toEqual(CLOSED);
    expect(gateway.closed).toHaveLength(1);
  });
});
