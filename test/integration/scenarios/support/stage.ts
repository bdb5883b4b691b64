/**
 * The hands of a scenario: a client of the API who writes down every answer, the customer at the gateway's window, the
 * gateway's own doings, and the passing of time. Each scenario has a user and payments of its own.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { z } from 'zod';
import type { ErrorCode } from '../../../../domain/errors.ts';
import type { PaymentStatus } from '../../../../domain/payment.ts';
import type { Provider } from '../../../../domain/providers.ts';
import { waitUntil } from '../../../../sandbox/wait.ts';
import { gatewayOf } from '../../../support/gateway.ts';
import { type Paid, recordingClient, type Told, untilAnswered } from '../../../support/recording-client.ts';
import { act, misbehave } from '../../../support/simulator.ts';
import type { Cast } from './cast.ts';
import type { World } from './world.ts';

/** Of every order, in won. */
export const AMOUNT = 10_000;

export type Created = { readonly paymentId: string; readonly window: string };

/** What an answer comes to: its number, and the payment's status or the problem's code. */
export type Heard = readonly [status: number, word: PaymentStatus | ErrorCode | undefined];

export type Stage = ReturnType<typeof openStage>;

export const CARDS = {
  declined: { card: { number: '4000000000000002' } },
  pending: { card: { number: '4000000000000119' } },
} as const;

/** What the customer does in the window, as the simulator is told; nothing: pays. */
type Choice = { readonly card?: { readonly number: string } };

const METHODS: Readonly<Record<Provider, string>> = { PORTONE: 'CARD', TOSS: 'MOBILE' };
const UNTIL_ANSWERED_MS = 60_000;

const createdSchema = z.object({ paymentId: z.string(), checkout: z.object({ url: z.string() }) });

export type Casting = Cast & { readonly method?: 'VIRTUAL_ACCOUNT' | undefined };

/** `method`: what the gateway takes at once, unless it is told. */
export function openStage({ provider, call, fault, method }: Casting, world: World) {
  const { dataDir, environment, simulator } = inject('live');
  const type = method ?? METHODS[provider];
  const client = recordingClient(dataDir, () => [world.apiOf(provider, type)]);
  const gateway = gatewayOf({ simulator });

  async function created(): Promise<Created> {
    const [key, orderId] = [randomUUID(), `order-${randomUUID().slice(0, 18)}`];
    const more = { orderId, method: { type } };
    const told = await untilAnswered(async () => await client.create(key, more), UNTIL_ANSWERED_MS);
    const { paymentId, checkout } = createdSchema.parse(told.body);
    return { paymentId, window: checkout.url };
  }

  /** The customer pays in the window, has an account issued there, or at Toss agrees. */
  async function visited({ paymentId, window }: Created, choice: Choice = {}): Promise<Paid> {
    return { paymentId, pgTransactionId: await visit(window, choice) };
  }

  async function complete(paid: Paid): Promise<Heard> {
    return heard(await untilAnswered(async () => await client.complete(paid), UNTIL_ANSWERED_MS));
  }

  /** Without an amount: all that is left. */
  async function cancel(
    payment: Pick<Paid, 'paymentId'>,
    { key = randomUUID(), ...more }: { amount?: number; refundAccount?: object; key?: string } = {},
  ): Promise<Heard> {
    return heard(
      await untilAnswered(async () => await client.cancelSo(payment, key, more), UNTIL_ANSWERED_MS),
    );
  }

  return {
    ...{ provider, call, client, gateway, world, created, visited, complete, cancel, act, misbehave },
    /** From here on the scenario's own fault waits for the next such call. */
    async arm({ paymentId }: Pick<Paid, 'paymentId'>): Promise<void> {
      if (fault.fault !== undefined) await misbehave({ call, paymentId }, fault.fault);
    },
    paid: async (): Promise<Paid> => await visited(await created()),
    async completed(): Promise<Paid> {
      const paid = await visited(await created());
      const answer = await complete(paid);
      if (answer[0] !== 200) throw new Error(`complete answered ${answer.join()}`);
      return paid;
    },
    /** Money stands at the gateway that no call of ours has moved. */
    async moneyComes(payment: Created, amount = AMOUNT): Promise<Paid> {
      const paid = await visited(payment);
      if (provider === 'TOSS') await confirmElsewhere({ ...paid, amount }, { environment, simulator });
      return paid;
    },
    async untilStatus(status: PaymentStatus, paymentId: string): Promise<void> {
      await waitUntil(async () => (await world.records.booksOf(paymentId))?.status === status || undefined, {
        what: `${paymentId} ${status}`,
        deadlineMs: UNTIL_ANSWERED_MS,
        everyMs: 100,
      });
    },
    /** The first answer that is one: `complete` is asked once, and again only where it did not come through. */
    async completeOnce(paid: Paid): Promise<Told> {
      return await untilHeard(async () => await client.complete(paid));
    },
    async cancelOnce(payment: Pick<Paid, 'paymentId'>): Promise<Told> {
      const key = randomUUID();
      return await untilHeard(async () => await client.cancel(payment, key));
    },
  };
}

function heard({ status, state, code, body }: Told): Heard {
  // Nothing that goes wrong at a gateway is a fault of ours. (503: the same key again, and clients did.)
  if (status >= 500 && status !== 503) throw new Error(`the API answered ${status}: ${logOf(body)}`);
  return [status, wordSchema.parse(code ?? state)];
}

/** What the API wrote of it. */
function logOf(body: unknown): string {
  const { requestId } = z.looseObject({ requestId: z.string() }).parse(body);
  const lines = readFileSync(join(inject('live').dataDir, 'logs', 'api.log'), 'utf8').split('\n');
  return lines.filter((line) => line.includes(requestId)).join('\n');
}

/** Any word will do: the rows say which. */
const wordSchema = z.custom<PaymentStatus | ErrorCode>((word) => typeof word === 'string').optional();

async function visit(window: string, choice: Choice): Promise<string> {
  const response = await fetch(window, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(choice),
  });
  return z.object({ pgTransactionId: z.string() }).parse(await response.json()).pgTransactionId;
}

async function untilHeard(ask: () => Promise<Told>): Promise<Told> {
  return await waitUntil(
    async () => {
      const told = await ask();
      return told.status === 503 ? undefined : told;
    },
    { what: 'an answer', deadlineMs: UNTIL_ANSWERED_MS, everyMs: 500 },
  );
}

type Elsewhere = { readonly simulator: string; readonly environment: Readonly<Record<string, string>> };

/** Toss: as an attempt would that nobody here remembers. */
async function confirmElsewhere(
  { paymentId, pgTransactionId, amount }: Paid & { readonly amount: number },
  { simulator, environment }: Elsewhere,
): Promise<void> {
  const credentials = Buffer.from(`${environment['TOSS_SECRET_KEY']}:`).toString('base64');
  const response = await fetch(`${simulator}/toss/v1/payments/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${credentials}` },
    body: JSON.stringify({ paymentKey: pgTransactionId, orderId: paymentId, amount }),
  });
  if (!response.ok) throw new Error(`Toss did not confirm: ${await response.text()}`);
}
