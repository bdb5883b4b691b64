/** The hand on the rig's simulator, and a look at its journal. */
import { z } from 'zod';
import type { FaultRule } from '../../sandbox/simulator/faults.ts';
import { type JournalEntry, journalEntrySchema } from '../../sandbox/simulator/journal-entries.ts';
import { waitUntil } from '../../sandbox/wait.ts';

type When = Partial<FaultRule['when']> & Pick<FaultRule['when'], 'call'>;

const faultsSchema = z.object({
  faults: z.array(z.object({ when: z.object({ paymentId: z.string().optional() }) })),
});

const webhooksSchema = z.object({ rules: z.array(z.object({ how: z.object({ kind: z.string() }) })) });

export function gatewayOf({ simulator }: { readonly simulator: string }) {
  async function control(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${simulator}/control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the simulator refused: ${await response.text()}`);
    return response.status === 204 ? undefined : await response.json();
  }

  const gateway = {
    misbehave: async (when: When, fault: object) => void (await control('POST', '/faults', { when, fault })),
    behave: async () => void (await control('DELETE', '/faults')),
    cancelElsewhere: async (paymentId: string, amount: number) =>
      void (await control('POST', '/actions', {
        ...{ action: 'cancel_elsewhere', trigger: 'CONSOLE' },
        ...{ paymentId, amount },
      })),
    /** @throws where no account waits for it; `late`: the bank lets it in all the same. */
    deposit: async (paymentId: string, late = false) =>
      void (await control('POST', '/actions', { action: 'deposit', paymentId, late })),
    silence: async (forMs: number, how: 'hang' | 'refuse') =>
      void (await control('POST', '/actions', { action: 'silence', forMs, how })),
    /** @throws where nothing is pending. */
    settlePayment: async (paymentId: string, outcome: 'approve' | 'decline'): Promise<true> => {
      await control('POST', '/actions', { action: 'settle_payment', paymentId, outcome });
      return true;
    },
    /** Of a cancellation that was accepted and is still to be made. */
    settleCancellation: async (paymentId: string, outcome: 'SUCCEEDED' | 'FAILED') =>
      void (await control('POST', '/actions', { action: 'settle_cancellation', paymentId, outcome })),
    /** The payment's next webhook goes astray. */
    misdirect: async (paymentId: string, how: object) =>
      void (await control('POST', '/webhooks/rules', { when: { paymentId }, how })),
    /** How webhooks are still to go astray. */
    async mishapsLeft(): Promise<readonly string[]> {
      const { rules } = webhooksSchema.parse(await control('GET', '/webhooks'));
      return rules.map(({ how }) => how.kind);
    },
    async journalOf(paymentId: string): Promise<readonly JournalEntry[]> {
      const answer = await control('GET', `/journal?paymentId=${paymentId}`);
      return z.object({ entries: z.array(journalEntrySchema) }).parse(answer).entries;
    },
    /** Resolves as soon as the journal holds such an entry: the effect has happened, its answer may not have left. */
    whenJournalled: async (paymentId: string, type: JournalEntry['type']) =>
      await waitUntil(async () => (await gateway.journalOf(paymentId)).find((entry) => entry.type === type), {
        what: `${type} of ${paymentId}`,
        deadlineMs: 20_000,
        everyMs: 10,
      }),
    /** Resolves as soon as the call that the last rule waits for has arrived. */
    whenFaultTaken: async (paymentId: string) =>
      await waitUntil(
        async () => {
          const { faults } = faultsSchema.parse(await control('GET', '/faults'));
          return faults.some(({ when }) => when.paymentId === paymentId) ? undefined : true;
        },
        { what: `a faulty call of ${paymentId}`, deadlineMs: 20_000, everyMs: 10 },
      ),
  };
  return gateway;
}
