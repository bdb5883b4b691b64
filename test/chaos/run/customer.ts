/**
 * One payment as its client and its customer live through it, by its script. Whatever they are told is written down by
 * the client; nothing here judges it.
 */
import type { Provider } from '../../../domain/providers.ts';
import type { Paid, Told } from '../../support/recording-client.ts';
import { refundAccountAt } from '../../support/refund-account.ts';
import type { PaymentScript } from '../plan/payment-script.ts';
import { cancelAs } from './cancelling.ts';
import { payIn } from './paying-in.ts';
import { ask, createdIn, type Tools } from './tools.ts';
import { visitWindow } from './visiting.ts';

const IMPATIENCE_MS = 400;

/** @returns the payment's id, if it was created. */
export async function live(script: PaymentScript, tools: Tools): Promise<string | undefined> {
  const told = await create(script, tools);
  const created = createdIn(told);
  if (created === undefined) return undefined;
  const { paymentId } = created;
  const cancel = async (how: PaymentScript['cancel']) =>
    await cancelAs(how, script, { tools, paymentId, more: whereTo(script, tools, created.provider) });
  await arrangeFaults(script, tools, paymentId);
  if (script.read === 'get') await tools.client.get({ paymentId });
  if (script.cancel === 'before it is paid') await cancel('full');
  const paid = await visitWindow(script, tools, told);
  if (paid !== undefined) await complete(script, tools, paid);
  if (paid !== undefined && script.method === 'VIRTUAL_ACCOUNT') await payIn(script, tools, paid);
  await cancel(script.cancel);
  if (script.read === 'get') await tools.client.get({ paymentId });
  if (script.read === 'list') await tools.client.list();
  return paymentId;
}

async function create(script: PaymentScript, { client, keyOf, orderId, personal }: Tools): Promise<Told> {
  const order = {
    ...{ orderId, amount: script.amount, method: { type: script.method }, customer: personal },
  };
  const key = keyOf('create');
  const keyed = async () => await client.create(key, order);
  switch (script.create) {
    case 'keyed':
      return await ask(script, keyed);
    case 'unkeyed':
      // Without a key nothing tells a repeat from another order: it is asked once.
      return await client.create(undefined, order);
    case 'repeated':
      await ask(script, keyed);
      return await ask(script, keyed);
    case 'other body': {
      const created = await ask(script, keyed);
      await client.create(key, { ...order, amount: script.amount + 1_000_000 });
      return created;
    }
    case 'ordered twice': {
      const [first, second] = await Promise.all([
        keyed(),
        client.create(keyOf('create-again'), order),
        client.create(undefined, order),
      ]);
      return createdIn(first) === undefined ? second : first;
    }
  }
}

/** Only a virtual account's money has to be told where it goes. */
function whereTo({ method }: PaymentScript, { account }: Tools, provider: Provider): object {
  return method === 'VIRTUAL_ACCOUNT' ? { refundAccount: refundAccountAt(provider, account) } : {};
}

async function complete(script: PaymentScript, { client, foreignTransaction }: Tools, paid: Paid) {
  const once = async () => await client.complete(paid);
  switch (script.complete) {
    case 'never':
      return;
    case 'once':
      return void (await ask(script, once));
    case 'repeated':
      await ask(script, once);
      return void (await ask(script, once));
    case 'at once, on both':
      // The client turns to the two APIs in turn.
      return void (await Promise.all([ask(script, once), ask(script, once)]));
    case 'gives up early':
      return void (await client.complete(paid, { giveUpAfterMs: IMPATIENCE_MS }));
    case 'wrong transaction':
      await client.complete({ ...paid, pgTransactionId: foreignTransaction });
      return void (await ask(script, once));
  }
}

/** A simulator that is down misbehaves in another way. */
async function arrangeFaults(script: PaymentScript, tools: Tools, paymentId: string): Promise<void> {
  const { gateway, noteMishap } = tools;
  const { gatewayFaults, webhookMishap } = script;
  const faults = gatewayFaults.map(
    async ({ call, times, fault }) => await gateway.misbehave({ call, times, paymentId }, fault),
  );
  const misdirect = async () => {
    if (webhookMishap === undefined) return;
    await gateway.misdirect(paymentId, webhookMishap);
    noteMishap(webhookMishap.kind);
  };
  await Promise.allSettled([...faults, misdirect()]);
}
