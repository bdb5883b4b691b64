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

export async function act(action: object) {
  await control('/control/actions', action);
}

/** What the gateway holds under this payment's id, in minor units. */
export async function booksOf(paymentId: string): Promise<Books> {
  const response = await fetch(`${inject('live').simulator}/control/payments/${paymentId}`);
  return z.object({ books: booksSchema }).parse(await response.json()).books;
}

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(`${inject('live').simulator}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the simulator refused: ${await response.text()}`);
}
