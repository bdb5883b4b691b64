/**
 * What has lost its other half: workflows without a row, which are only told of, and rows on which something is
 * outstanding for minutes without a workflow at it. The sweep opens those every minute: found here, it has not.
 */
import { outstandingPages } from '../../db/stores/list-outstanding.ts';
import { findPayments } from '../../db/stores/payment-reader.ts';
import type { Payment } from '../../domain/payment.ts';
import type { Provider } from '../../domain/providers.ts';
import { hereOf, type Tally } from '../../domain/reconciliation-report.ts';
import type { ActivityDeps } from '../deps.ts';

/** Five of the sweep's turns. */
const LEFT_ALONE_FOR_MS = 5 * 60_000;

export async function tellOrphans(deps: ActivityDeps, provider: Provider, tally: Tally): Promise<void> {
  const open = new Set<string>();
  for await (const page of deps.listOpenPayments(provider)) {
    const rows = await findPayments({ em: deps.database.em.fork(), keyRing: deps.keyRing }, page);
    const known = new Set(rows.map(({ paymentId }) => paymentId));
    for (const paymentId of page) {
      open.add(paymentId);
      if (known.has(paymentId)) continue;
      tally.add({ paymentId, finding: 'WORKFLOW_WITHOUT_ROW', looked: false, here: null, there: null });
    }
  }
  const unchangedSince = new Date(deps.now().getTime() - LEFT_ALONE_FOR_MS);
  for await (const page of outstandingPages(deps, unchangedSince)) {
    for (const payment of page) {
      if (payment.provider === provider && !open.has(payment.paymentId)) await reopen(deps, payment, tally);
    }
  }
}

/** What Temporal lists may be older than what is: only one that had to be opened was missing. */
async function reopen({ resumePayment }: ActivityDeps, payment: Payment, tally: Tally): Promise<void> {
  // No answer keeps no other from being told of: the sweep asks again, and logs it.
  const wasMissing = await resumePayment(payment).catch(() => false);
  if (!wasMissing) return;
  const here = hereOf(payment);
  tally.add({
    paymentId: payment.paymentId,
    finding: 'ROW_WITHOUT_WORKFLOW',
    looked: true,
    here,
    there: null,
  });
}
