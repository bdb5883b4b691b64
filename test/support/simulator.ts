/** The hand on the simulator, and its books: the truth about money in every live test. */
import { inject } from 'vitest';
import { z } from 'zod';
import type { FaultRule } from '../../sandbox/simulator/faults.ts';

const booksSchema = z.object({ approved: z.int(), cancelled: z.int(), held: z.int(), cancellable: z.int() });

type Books = z.infer<typeof booksSchema>;

export async function misbehave(
  when: Partial<FaultRule['when']> & Pick<FaultRule['when'], 'call'>,
  fault: object,
) {
  await control('/control/faults', { when, fault });
}

/** Every fault that waits is forgotten. */
export async function behave() {
  await fetch(`${inject('live').simulator}/control/faults`, { method: 'DELETE' });
}

export async function act(action: object) {
  await control('/control/actions', action);
}

/** What the gateway holds under this payment's id, in minor units. */
export async function booksOf(paymentId: string): Promise<Books> {
  const response = await fetch(`${inject('live').simulator}/control/payments/${paymentId}`);
  return z.object({ books: booksSchema }).parse(await response.json()).books;
}

/** How often the gateway was called so about this payment. */
export async function callsOf(paymentId: string, call: FaultRule['when']['call']): Promise<number> {
  const response = await fetch(`${inject('live').simulator}/control/journal?paymentId=${paymentId}`);
  const { entries } = journalSchema.parse(await response.json());
  return entries.filter((entry) => entry.call === call).length;
}

const journalSchema = z.object({ entries: z.array(z.object({ call: z.string().optional() })) });

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(`${inject('live').simulator}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the simulator refused: ${await response.text()}`);
}
