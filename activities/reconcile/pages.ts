/** Both sides of a comparison, page by page: what the gateway lists, and what our books claim of the same time. */
import { cancellationSignal } from '@temporalio/activity';
import { listClaims } from '../../db/stores/list-claims.ts';
import type { ChangedPayment, GatewayPort } from '../../domain/gateway-port.ts';
import type { ReconciliationWindow } from '../../domain/reconciliation-window.ts';
import type { ActivityDeps } from '../deps.ts';
import { UnsettledError } from '../failures.ts';

export type Comparison = {
  readonly gateway: GatewayPort;
  readonly listChanged: NonNullable<GatewayPort['listChanged']>;
  readonly window: ReconciliationWindow;
};

const OWN_PAGE_SIZE = 100;

/** Until the gateway says that there is no further one. */
export async function* changedPages({
  listChanged,
  window,
}: Comparison): AsyncGenerator<readonly ChangedPayment[]> {
  const from = new Date(window.fromMs).toISOString();
  const until = new Date(window.untilMs).toISOString();
  for (let cursor: string | null = null; ; ) {
    const page = await listChanged({ from, until, cursor }, cancellationSignal());
    if (page.kind === 'unknown') throw UnsettledError.byUnknown('GATEWAY_UNSETTLED', page);
    yield page.items;
    if (page.next === null) return;
    cursor = page.next;
  }
}

/** Ids of the payments that claim something. */
export async function* claimsPages(
  { database }: ActivityDeps,
  { gateway: { provider }, window }: Comparison,
): AsyncGenerator<readonly string[]> {
  const span = { from: new Date(window.fromMs), until: new Date(window.untilMs) };
  for (let afterPaymentId = ''; ; ) {
    const page = await listClaims(database, { provider, ...span, afterPaymentId, limit: OWN_PAGE_SIZE });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    afterPaymentId = last;
  }
}
