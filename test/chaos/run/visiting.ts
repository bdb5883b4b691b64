/** What the customer does in the gateway's window; resolves with what the client may complete, if anything. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../../sandbox/wait.ts';
import { type Paid, payFor, type Told } from '../../support/recording-client.ts';
import type { PaymentScript } from '../plan/payment-script.ts';
import { createdIn, type Tools } from './tools.ts';
import { untilOver } from './until-over.ts';

const CARDS = {
  declined: '4000000000000002',
  'insufficient funds': '4000000000009995',
  pending: '4000000000000119',
} as const;

const SETTLES_AFTER_MS = 2_000;
/** A virtual account takes its deposit as long as a payment of another method waits for its customer. */
const ACCOUNT_DUE_IN_MS = 40_000;

export async function visitWindow(
  script: PaymentScript,
  tools: Tools,
  created: Told,
): Promise<Paid | undefined> {
  const isAccount = script.method === 'VIRTUAL_ACCOUNT';
  const due = isAccount ? { dueInMs: ACCOUNT_DUE_IN_MS } : {};
  const visit = async (choice: object = {}) => await visited(created, { ...due, ...choice });
  // An account is issued without a card.
  const visitWith = async (number: string) => await visit(isAccount ? {} : { card: { number } });
  switch (script.window) {
    case 'pays':
    case 'wrong amount':
      return await visit();
    case 'declined':
    case 'insufficient funds':
      return await visitWith(CARDS[script.window]);
    case 'closes':
      return await visit({ action: 'close' });
    case 'abandons':
      return undefined;
    case 'leaves it open':
      return await visit({ action: 'open' });
    case 'second try':
      await visitWith(CARDS.declined);
      return await visit();
    case 'pending, then paid':
    case 'pending, then declined': {
      const paid = await visitWith(CARDS.pending);
      if (paid !== undefined) settleLater(tools, paid, script.window === 'pending, then paid');
      return paid;
    }
    case 'pays late':
      await untilOver(tools, createdIn(created)?.paymentId ?? '');
      return await visit();
  }
}

/** Undefined where the window did not open, or its answer was lost: then the client never hears of a transaction. */
async function visited(created: Told, choice: object): Promise<Paid | undefined> {
  return await payFor(created, choice).catch(() => undefined);
}

/** The gateway makes up its mind; asked again, for it may be down just then. */
function settleLater({ gateway }: Tools, { paymentId }: Paid, isApproved: boolean): void {
  const settle = async () => {
    await sleep(SETTLES_AFTER_MS);
    await waitUntil(async () => await gateway.settlePayment(paymentId, isApproved ? 'approve' : 'decline'), {
      ...{ what: 'a pending payment settled', deadlineMs: 60_000, everyMs: 500 },
    });
  };
  // Toss: pending begins with a confirmation, which may never come.
  void settle().catch(() => undefined);
}
