/**
 * The two rules that a CHECK cannot hold, as triggers: a status moves only along the state table, and what is
 * cancelled or being cancelled never exceeds what the gateway holds or held (design, section 2).
 */
import { PAYMENT_STATUSES, type PaymentStatus } from '../../domain/payment.ts';
import { LEARNT, STATE_TABLE } from '../../domain/state-table.ts';

/** Every pair the state table allows, generated from it: the schema check fails when the two part. */
function legalMoves(): readonly (readonly [PaymentStatus, PaymentStatus])[] {
  return PAYMENT_STATUSES.flatMap((from) => {
    const reachable = new Set(LEARNT.map((learnt) => STATE_TABLE[from][learnt].to));
    reachable.delete(from);
    return PAYMENT_STATUSES.filter((to) => reachable.has(to)).map((to) => [from, to] as const);
  });
}

export const REFUSE_ILLEGAL_MOVE = {
  name: 'payment_legal_move',
  timing: 'before' as const,
  events: ['update' as const],
  body: `if old.status <> new.status and (old.status, new.status) not in (${legalMoves()
    .map(([from, to]) => `('${from}', '${to}')`)
    .join(', ')}) then
  raise exception 'payment % may not move from % to %', old.payment_id, old.status, new.status
    using errcode = 'check_violation', constraint = 'payment_legal_move';
end if;
if (select coalesce(sum(amount), 0) from cancellation where payment_id = new.payment_id and status <> 'FAILED') > coalesce(new.held_amount, 0) then
  raise exception 'payment % would hold less than was cancelled', new.payment_id
    using errcode = 'check_violation', constraint = 'payment_held_covers_cancelled';
end if;
return new`,
};

export const REFUSE_OVERCANCELLING = {
  name: 'cancellation_within_held',
  timing: 'after' as const,
  events: ['insert' as const, 'update' as const],
  body: `perform 1 from payment where payment_id = new.payment_id for no key update;
if (select coalesce(sum(amount), 0) from cancellation where payment_id = new.payment_id and status <> 'FAILED')
  > (select coalesce(held_amount, 0) from payment where payment_id = new.payment_id) then
  raise exception 'payment % would give back more than it holds', new.payment_id
    using errcode = 'check_violation', constraint = 'cancellation_within_held';
end if;
return new`,
};
