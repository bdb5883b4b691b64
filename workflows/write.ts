/** Writing what was decided: compare-and-set, and decided anew when somebody else was first. */
import { attentionChange } from '../domain/changes/on-attention.ts';
import type { PaymentChange } from '../domain/changes/payment-change.ts';
import type { Payment } from '../domain/payment.ts';
import { countChange } from './metrics.ts';
import { known, type Saga, setPayment } from './saga.ts';
import { writeRecord } from './steps.ts';

type Decide = (payment: Payment) => PaymentChange | null;

export type Written = 'written' | 'nothing to write' | 'refused';

/** A conflict reloads and decides anew; a rule of the database that says no ends it. */
export async function write(saga: Saga, decide: Decide): Promise<Written> {
  for (;;) {
    const before = known(saga);
    const change = decide(before);
    if (change === null) return 'nothing to write';
    const result = await writeRecord(change);
    if (result.kind === 'written') countChange(before, change);
    setPayment(saga, result.payment);
    if (result.kind !== 'conflict') return result.kind;
  }
}

/** For changes that no rule refuses unless we are wrong: then a person must look, and nothing goes on as if written. */
export async function writeOrFlag(saga: Saga, decide: Decide): Promise<Written> {
  const written = await write(saga, decide);
  if (written === 'refused') await write(saga, (payment) => attentionChange(payment, 'RECORDING_BLOCKED'));
  return written;
}
