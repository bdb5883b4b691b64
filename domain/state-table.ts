/**
 * The payment's life as data (design, section 2): state × what was learnt → state, answer, duty.
 * Total by type; `test/unit/domain/state-table.test.ts` walks the whole product.
 */
import type { ErrorCode } from './errors.ts';
import type { PaymentStatus } from './payment.ts';

export const LEARNT = [
  /** The gateway holds the right amount under our id. */
  'approved',
  'account_issued',
  /** An account was issued for a wrong amount or currency: it is to be closed before anything is paid in. */
  'account_mismatched',
  'declined',
  'not_started',
  /** Not started, and the client had asked to cancel. */
  'not_started_cancel_asked',
  /** Not started, and the payment's time was over. */
  'not_started_time_over',
  /** Pending at the gateway, or no answer that could be placed. */
  'unknown',
  /** Given back in full by somebody else. */
  'cancelled_elsewhere',
  /** The gateway holds a wrong amount or currency under our id. */
  'mismatched',
  /** The gateway reports another store or channel: test money. */
  'foreign',
  /** The gateway holds the right amount, but a rule of our database refuses to record it, for good. */
  'unrecordable',
  'cancel_asked',
  'time_over',
  /** The virtual account is closed at the gateway: nothing can come in any more. */
  'account_closed_cancel_asked',
  'account_closed_time_over',
  /** … after it had been issued for a wrong amount. */
  'account_closed_mismatched',
  /** … and neither of us wanted that: at the gateway's console, say. */
  'account_closed_elsewhere',
  /** Cancellations (of whatever origin) now add up to a part of what was held. */
  'cancelled_in_part',
  /** … to all of it. */
  'cancelled_in_full',
] as const;

export type Learnt = (typeof LEARNT)[number];

/** What must be done besides changing the state. */
export type Duty =
  | 'none'
  /** Ask the gateway first, then decide anew with what it says. */
  | 'ask'
  /** Go on asking until it is known. */
  | 'keep_asking'
  | 'cancel_at_gateway'
  | 'close_account'
  /** Money that nothing here stands for: give it back. */
  | 'give_back'
  | 'record_external'
  | 'attention';

export type Decision = {
  readonly to: PaymentStatus;
  /** What the client that brought this about is told. */
  readonly answer: 'payment' | 'pending' | ErrorCode;
  readonly duty: Duty;
};

type Row = Readonly<Record<Learnt, Decision>>;

/** The state after `learnt`. Pure, total. */
export function decide(status: PaymentStatus, learnt: Learnt): Decision {
  return STATE_TABLE[status][learnt];
}

/** No way leads out of these. */
export const FINAL_STATUSES = ['CANCELLED', 'FAILED', 'EXPIRED'] as const satisfies readonly PaymentStatus[];

/** The gateway may still bring news by itself: the workflow stays open. */
export const OPEN_STATUSES = [
  'READY',
  'CONFIRMING',
  'WAITING_FOR_DEPOSIT',
] as const satisfies readonly PaymentStatus[];

/** One payment per order may be in one of these: a second is refused (DUPLICATE_ORDER). */
export const LIVE_STATUSES = [
  ...OPEN_STATUSES,
  'PAID',
  'PARTIALLY_CANCELLED',
] as const satisfies readonly PaymentStatus[];

export function isFinal(status: PaymentStatus): boolean {
  return FINAL_STATUSES.some((final) => final === status);
}

export function isOpen(status: PaymentStatus): boolean {
  return OPEN_STATUSES.some((open) => open === status);
}

function cell(to: PaymentStatus, answer: Decision['answer'], duty: Duty = 'none'): Decision {
  return { to, answer, duty };
}

const READY: Row = {
  approved: cell('PAID', 'payment'),
  account_issued: cell('WAITING_FOR_DEPOSIT', 'payment'),
  account_mismatched: cell('CONFIRMING', 'pending', 'close_account'),
  declined: cell('FAILED', 'PAYMENT_DECLINED'),
  not_started: cell('READY', 'NOT_PAID_YET'),
  not_started_cancel_asked: cell('CANCELLED', 'payment'),
  not_started_time_over: cell('EXPIRED', 'NOT_PAYABLE'),
  unknown: cell('CONFIRMING', 'pending', 'keep_asking'),
  cancelled_elsewhere: cell('CANCELLED', 'NOT_PAYABLE', 'record_external'),
  mismatched: cell('FAILED', 'AMOUNT_MISMATCH', 'give_back'),
  foreign: cell('READY', 'TRANSACTION_MISMATCH', 'attention'),
  unrecordable: cell('FAILED', 'NOT_PAYABLE', 'give_back'),
  cancel_asked: cell('READY', 'pending', 'ask'),
  time_over: cell('READY', 'pending', 'ask'),
  account_closed_cancel_asked: cell('CANCELLED', 'payment'),
  account_closed_time_over: cell('EXPIRED', 'NOT_PAYABLE'),
  account_closed_mismatched: cell('FAILED', 'AMOUNT_MISMATCH'),
  account_closed_elsewhere: cell('CANCELLED', 'NOT_PAYABLE', 'record_external'),
  cancelled_in_part: cell('READY', 'payment'),
  cancelled_in_full: cell('CANCELLED', 'payment'),
};

const CONFIRMING: Row = {
  ...READY,
  unknown: cell('CONFIRMING', 'pending', 'keep_asking'),
  foreign: cell('CONFIRMING', 'TRANSACTION_MISMATCH', 'attention'),
  cancel_asked: cell('CONFIRMING', 'pending', 'keep_asking'),
  time_over: cell('CONFIRMING', 'pending', 'keep_asking'),
  cancelled_in_part: cell('CONFIRMING', 'payment'),
};

const WAITING_FOR_DEPOSIT: Row = {
  ...READY,
  account_issued: cell('WAITING_FOR_DEPOSIT', 'payment'),
  account_mismatched: cell('WAITING_FOR_DEPOSIT', 'pending', 'close_account'),
  not_started: cell('WAITING_FOR_DEPOSIT', 'payment', 'attention'),
  not_started_cancel_asked: cell('WAITING_FOR_DEPOSIT', 'pending', 'attention'),
  not_started_time_over: cell('WAITING_FOR_DEPOSIT', 'pending', 'attention'),
  unknown: cell('WAITING_FOR_DEPOSIT', 'payment'),
  foreign: cell('WAITING_FOR_DEPOSIT', 'TRANSACTION_MISMATCH', 'attention'),
  cancel_asked: cell('WAITING_FOR_DEPOSIT', 'pending', 'close_account'),
  time_over: cell('WAITING_FOR_DEPOSIT', 'pending', 'close_account'),
  cancelled_in_part: cell('WAITING_FOR_DEPOSIT', 'payment'),
};

const PAID: Row = {
  approved: cell('PAID', 'payment'),
  account_issued: cell('PAID', 'payment', 'attention'),
  account_mismatched: cell('PAID', 'payment', 'attention'),
  declined: cell('PAID', 'payment', 'attention'),
  not_started: cell('PAID', 'payment', 'attention'),
  not_started_cancel_asked: cell('PAID', 'pending', 'attention'),
  not_started_time_over: cell('PAID', 'payment', 'attention'),
  unknown: cell('PAID', 'payment'),
  cancelled_elsewhere: cell('CANCELLED', 'payment', 'record_external'),
  mismatched: cell('PAID', 'payment', 'attention'),
  foreign: cell('PAID', 'payment', 'attention'),
  unrecordable: cell('PAID', 'payment', 'attention'),
  cancel_asked: cell('PAID', 'pending', 'cancel_at_gateway'),
  time_over: cell('PAID', 'payment'),
  account_closed_cancel_asked: cell('PAID', 'payment', 'attention'),
  account_closed_time_over: cell('PAID', 'payment', 'attention'),
  account_closed_mismatched: cell('PAID', 'payment', 'attention'),
  account_closed_elsewhere: cell('PAID', 'payment', 'attention'),
  cancelled_in_part: cell('PARTIALLY_CANCELLED', 'payment'),
  cancelled_in_full: cell('CANCELLED', 'payment'),
};

const PARTIALLY_CANCELLED: Row = {
  approved: cell('PARTIALLY_CANCELLED', 'payment'),
  account_issued: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  account_mismatched: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  declined: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  not_started: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  not_started_cancel_asked: cell('PARTIALLY_CANCELLED', 'pending', 'attention'),
  not_started_time_over: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  unknown: cell('PARTIALLY_CANCELLED', 'payment'),
  cancelled_elsewhere: cell('CANCELLED', 'payment', 'record_external'),
  mismatched: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  foreign: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  unrecordable: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  cancel_asked: cell('PARTIALLY_CANCELLED', 'pending', 'cancel_at_gateway'),
  time_over: cell('PARTIALLY_CANCELLED', 'payment'),
  account_closed_cancel_asked: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  account_closed_time_over: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  account_closed_mismatched: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  account_closed_elsewhere: cell('PARTIALLY_CANCELLED', 'payment', 'attention'),
  cancelled_in_part: cell('PARTIALLY_CANCELLED', 'payment'),
  cancelled_in_full: cell('CANCELLED', 'payment'),
};

export const STATE_TABLE: Readonly<Record<PaymentStatus, Row>> = {
  READY,
  CONFIRMING,
  WAITING_FOR_DEPOSIT,
  PAID,
  PARTIALLY_CANCELLED,
  CANCELLED: final('CANCELLED', 'ALREADY_CANCELLED'),
  FAILED: final('FAILED', 'NOT_CANCELLABLE'),
  EXPIRED: final('EXPIRED', 'NOT_CANCELLABLE'),
};

/** A final state never moves; money that turns up is given back (rule 3). */
function final(status: PaymentStatus, whenAskedToCancel: ErrorCode): Row {
  const stays = cell(status, 'NOT_PAYABLE');
  const givesBack = cell(status, 'NOT_PAYABLE', 'give_back');
  return {
    approved: givesBack,
    account_issued: cell(status, 'NOT_PAYABLE', 'close_account'),
    account_mismatched: cell(status, 'NOT_PAYABLE', 'close_account'),
    declined: stays,
    not_started: stays,
    not_started_cancel_asked: stays,
    not_started_time_over: stays,
    unknown: cell(status, 'NOT_PAYABLE', 'keep_asking'),
    cancelled_elsewhere: cell(status, 'NOT_PAYABLE', 'record_external'),
    mismatched: givesBack,
    foreign: cell(status, 'TRANSACTION_MISMATCH', 'attention'),
    unrecordable: givesBack,
    cancel_asked: cell(status, whenAskedToCancel),
    time_over: stays,
    account_closed_cancel_asked: stays,
    account_closed_time_over: stays,
    account_closed_mismatched: stays,
    account_closed_elsewhere: stays,
    cancelled_in_part: cell(status, 'payment'),
    cancelled_in_full: cell(status, 'payment'),
  };
}
