/** What a client was told for sure is never contradicted, neither by the end nor by what it is told later. */
import { z } from 'zod';
import { PAYMENT_STATUSES, type PaymentStatus } from '../../../domain/payment.ts';
import type { ClientAnswer, OfPayment, OurBooks } from '../records.ts';
import { leadsTo } from './moves.ts';
import { sum } from './sum.ts';

const answeredPayment = z.object({
  paymentId: z.string(),
  amount: z.number(),
  status: z.enum(PAYMENT_STATUSES),
  cancellations: z.array(z.object({ cancellationId: z.string(), amount: z.number(), status: z.string() })),
});

const answeredStatus = z.looseObject({ status: z.enum(PAYMENT_STATUSES) });

const problem = z.looseObject({ code: z.string() });

export function* told({ payment, answers }: OfPayment): Generator<string> {
  for (const answer of answers) {
    for (const what of denied(answer, payment))
      yield `${answer.operation} answered ${answer.status}, but ${what}`;
  }
}

function* denied({ operation, status, body }: ClientAnswer, payment: OurBooks): Generator<string> {
  if (operation === 'list' || status === 0) return;
  if (status >= 300) {
    const code = problem.safeParse(body).data?.code ?? '';
    const allowed = TRUE_WHEN[code];
    if (allowed !== undefined && !allowed(payment)) yield `${code} is not so`;
    return;
  }
  const seen = answeredPayment.parse(body);
  if (seen.amount !== payment.amount) yield `it was told as ${seen.amount}, and is ${payment.amount}`;
  if (operation === 'complete' && status === 200) {
    const event = COMPLETED_BY[seen.status];
    if (event === undefined) yield `it was told as ${seen.status}, which completes nothing`;
    else if (!payment.events.some(({ type }) => type === event)) yield 'nobody was told';
  }
  for (const each of seen.cancellations) {
    const row = payment.cancellations.find(({ cancellationId }) => cancellationId === each.cancellationId);
    const isOpen = each.status === 'REQUESTED' || each.status === 'AWAITING_REFUND_ACCOUNT';
    if (row === undefined || (!isOpen && (each.status !== row.status || each.amount !== row.amount)))
      yield `cancellation ${each.cancellationId} was told as ${each.status}, and is ${row?.status}`;
  }
  if (operation === 'cancel' && status === 200) {
    // Of a virtual account a refund may wait to be told where it goes.
    const isGivenBack = seen.cancellations.some((each) =>
      ['SUCCEEDED', 'AWAITING_REFUND_ACCOUNT'].includes(each.status),
    );
    if (!isGivenBack) yield `nothing was given back: ${seen.status}`;
  }
}

/** What an answered completion has told the world. */
const COMPLETED_BY: Readonly<Partial<Record<PaymentStatus, string>>> = {
  WAITING_FOR_DEPOSIT: 'payment.virtual_account_issued',
  PAID: 'payment.completed',
  PARTIALLY_CANCELLED: 'payment.completed',
};

/** Refusals that tell a fact about the payment for good. */
const TRUE_WHEN: Readonly<Record<string, (payment: OurBooks) => boolean>> = {
  PAYMENT_DECLINED: ({ status }) => status === 'FAILED',
  ALREADY_CANCELLED: ({ status }) => status === 'CANCELLED',
  NOT_PAYABLE: ({ status }) => ['CANCELLED', 'FAILED', 'EXPIRED'].includes(status),
  NOT_CANCELLABLE: ({ status }) => ['CANCELLED', 'FAILED', 'EXPIRED'].includes(status),
  CANCEL_REFUSED: ({ cancellations }) => cancellations.some(({ status }) => status === 'FAILED'),
  INTERNAL_ERROR: () => false,
};

/** An answer is of one moment: what was given back, and the state that follows from it. */
export function* consistentInItself({ answers }: OfPayment): Generator<string> {
  for (const { operation, status, body } of answers) {
    const seen = status > 0 && status < 300 ? answeredPayment.safeParse(body).data : undefined;
    if (seen === undefined) continue;
    const settled = seen.cancellations.filter((each) => each.status === 'SUCCEEDED');
    const given = sum(settled.map(({ amount }) => amount));
    const isPart = given > 0 && given < seen.amount;
    const isTorn =
      (seen.status === 'PAID' && given !== 0) || (seen.status === 'PARTIALLY_CANCELLED' && !isPart);
    if (isTorn) yield `${operation} said ${seen.status}, with ${given} given back`;
  }
}

/** An answer that began when another had ended tells of the same state, or of one that it leads to. */
export function* seenForward({ answers }: OfPayment): Generator<string> {
  const seen = answers.flatMap((answer) => {
    const status = answer.status < 300 ? answeredStatus.safeParse(answer.body).data?.status : undefined;
    return status === undefined ? [] : [{ ...answer, seen: status }];
  });
  for (const later of seen) {
    const contradicted = seen.find(
      (earlier) => earlier.endedAtMs < later.beganAtMs && !leadsTo(earlier.seen, later.seen),
    );
    if (contradicted !== undefined) {
      yield `${contradicted.operation} said ${contradicted.seen}, and later ${later.operation} said ${later.seen}`;
    }
  }
}

/** One key, one payment; and a repeat of it with another body is refused. */
export function* oneKeyOnePayment(answers: readonly ClientAnswer[]): Generator<string> {
  const first = new Map<string, { paymentId: string; sent: string }>();
  for (const { operation, user, key, sent, status, paymentId } of answers) {
    if (operation !== 'create' || key === undefined || paymentId === undefined || status >= 300) continue;
    const name = `${user} ${key}`;
    const known = first.get(name);
    if (known === undefined) first.set(name, { paymentId, sent: JSON.stringify(sent) });
    else if (known.paymentId !== paymentId) yield `${paymentId}: the same key made ${known.paymentId} too`;
    else if (known.sent !== JSON.stringify(sent)) yield `${paymentId}: its key was taken for another order`;
  }
}
