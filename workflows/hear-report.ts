/** The gateway has spoken: record it, and tell all who waited for its word. */
import type { GatewayReport } from '../domain/gateway-port.ts';
import { answerComplete } from './answer-complete.ts';
import { type Applied, applyStanding, askNow } from './ask-gateway.ts';
import type { Saga } from './saga.ts';

export async function hearReport(saga: Saga, report: GatewayReport): Promise<Applied> {
  saga.isInquiryWanted = false;
  const applied = await applyStanding(saga, report.standing);
  for (const { entry, pgTransactionId } of saga.parked.splice(0)) {
    entry.verdict = answerComplete(saga, applied, pgTransactionId);
  }
  return applied;
}

/** Asks now; what cannot be told now is asked for in the background. */
export async function look(saga: Saga): Promise<void> {
  const report = await askNow(saga);
  if (report !== null) await hearReport(saga, report);
}
