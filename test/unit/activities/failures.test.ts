/** What an activity runs into, as Temporal failures: who waits for whom, and how long. */
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { translated, UnsettledError } from '../../../activities/failures.ts';
import { createGatewayRetrieve, type RetrieveArgs } from '../../../activities/gateway-retrieve.ts';
import { scriptedGateway } from '../../support/scripted-gateway.ts';

async function failureOf(body: () => Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await body().catch((thrown: unknown) => thrown);
  if (error instanceof ApplicationFailure) return error;
  throw new Error('no failure of the table', { cause: error });
}

describe('a failure', () => {
  it('to settle is retried when the gateway wants to be asked again', async () => {
    const failure = await failureOf(
      async () =>
        await translated(async () => {
          throw UnsettledError.byUnknown('CANCELLATION_UNSETTLED', {
            kind: 'unknown',
            why: 'rate_limited',
            retryAfterMs: 90_000,
          });
        }),
    );
    expect(failure).toMatchObject({
      type: 'CANCELLATION_UNSETTLED',
      message: 'unknown: rate_limited',
      nextRetryDelay: 90_000,
      category: ApplicationFailureCategory.BENIGN,
    });
  });

  it('to settle keeps to the step’s own pauses when the gateway says nothing of time', async () => {
    const failure = await failureOf(
      async () =>
        await translated(async () => {
          throw UnsettledError.byUnknown('GATEWAY_UNSETTLED', { kind: 'unknown', why: 'timeout' });
        }),
    );
    expect(failure.nextRetryDelay).toBeUndefined();
  });

  it('of something unforeseen says no more than its name', async () => {
    const failure = await failureOf(
      async () =>
        await translated(async () => {
          throw new TypeError('the customer is Hong Gil-dong');
        }),
    );
    expect(failure).toMatchObject({ type: 'UNEXPECTED', message: 'TypeError' });
  });
});

it('asking a gateway that has too much to do is put off until it wants to be asked', async () => {
  const gateway = scriptedGateway();
  gateway.standing = { kind: 'unknown', why: 'rate_limited', retryAfterMs: 60_000 };
  const ask = createGatewayRetrieve({ gateways: { PORTONE: gateway, TOSS: gateway } });
  const question: RetrieveArgs = { provider: 'PORTONE', paymentId: 'pay_1' };
  const failure = await failureOf(async () => await new MockActivityEnvironment().run(ask, question));
  expect(failure).toMatchObject({ type: 'GATEWAY_UNSETTLED', nextRetryDelay: 60_000 });
});
