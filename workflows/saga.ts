/** What one run of a payment's workflow holds. The database is the truth; this is what the run knows of it. */
import type { ConfirmOutcome } from '../activities/gateway-confirm.ts';
import type { SettledCancel } from '../domain/changes/on-cancel-result.ts';
import type { SettledClosing } from '../domain/closing.ts';
import type { GatewayReport } from '../domain/gateway-port.ts';
import type { RecordedOperatorAction } from '../domain/operator.ts';
import type { Payment } from '../domain/payment.ts';
import { type Alarm, createAlarm } from './alarm.ts';
import { type Background, createBackground } from './background.ts';
import { type Desk, openDesk, type ResolveEntry } from './desk.ts';
import { type Entry, type Inbox, openInbox } from './inbox.ts';
import type { Answer } from './steps.ts';
import { show } from './visibility.ts';

/** Waits for the inquiry to end. */
export type ParkedComplete = { readonly entry: Entry; readonly pgTransactionId: string };

/** Waits for its cancellation's row to be settled. */
export type CancelWaiter = {
  readonly entry: Entry;
  readonly cancellationId: string;
  /** The same request was made before: it is answered by that one's row. */
  readonly isRepeat: boolean;
};

/** An operator's `resolve` that waits for the gateway's word, and what it was about when it was asked for. */
export type Resolving = {
  readonly entry: ResolveEntry;
  readonly subject: 'payment' | 'account' | 'cancellation';
};

export type Saga = {
  readonly paymentId: string;
  readonly inbox: Inbox;
  /** Where operators ask, apart from the clients. */
  readonly desk: Desk;
  readonly alarm: Alarm;
  payment?: Payment;
  /** What operators have done, oldest first. */
  actions: readonly RecordedOperatorAction[];
  /** A gateway that leaves us waiting so long needs a person's eye; asking goes on. */
  attentionAfterMs: number;
  readonly inquiry: Background<GatewayReport>;
  /** Somebody waits for what the gateway says, although the state does not demand it. */
  isInquiryWanted: boolean;
  /** When the gateway could not tell, at the last quick question. */
  askedInVainAtMs: number;
  /** An operator's `resolve`, and the question that it waits for. */
  readonly question: Background<Answer>;
  resolving?: Resolving | undefined;
  /** Epoch. Somebody has decided without the gateway: until then it is asked whatever it says; 0: nobody has. */
  askOnUntilMs: number;
  readonly confirmation: Background<ConfirmOutcome>;
  readonly closing: Background<SettledClosing>;
  /** An account was issued for a payment that has ended: it is closed, although no state demands it. */
  isAccountToClose: boolean;
  readonly refund: Background<{ readonly cancellationId: string; readonly result: SettledCancel }>;
  /** Something was cancelled elsewhere while a refund of ours was under way: looked at when that has ended. */
  isLookOwed: boolean;
  readonly publishing: Background<number>;
  /** Sequence up to which this run knows events to be published. */
  publishedSequence: number;
  readonly parked: ParkedComplete[];
  readonly waiters: CancelWaiter[];
  /** The gateway was asked when the payment's time was over, and said nothing that ends it: not again before. */
  expiryNotBeforeMs: number;
  isCancelRequested: boolean;
};

/** Of runs whose activities do not tell it: they are older than the variable. */
const DEFAULT_ATTENTION_AFTER_MS = 10 * 60_000;

export function openSaga(paymentId: string): Saga {
  return {
    paymentId,
    inbox: openInbox(),
    desk: openDesk(),
    alarm: createAlarm(),
    actions: [],
    attentionAfterMs: DEFAULT_ATTENTION_AFTER_MS,
    inquiry: createBackground(),
    isInquiryWanted: false,
    askedInVainAtMs: 0,
    question: createBackground(),
    askOnUntilMs: 0,
    confirmation: createBackground(),
    closing: createBackground(),
    isAccountToClose: false,
    refund: createBackground(),
    isLookOwed: false,
    publishing: createBackground(),
    publishedSequence: 0,
    parked: [],
    waiters: [],
    expiryNotBeforeMs: 0,
    isCancelRequested: false,
  };
}

export function setPayment(saga: Saga, payment: Payment): void {
  saga.payment = payment;
  show(payment, saga.actions);
}

/** @throws when called before the record was created or loaded, which the loop rules out. */
export function known(saga: Pick<Saga, 'paymentId' | 'payment'>): Payment {
  if (saga.payment === undefined) throw new Error(`payment ${saga.paymentId} is not loaded yet`);
  return saga.payment;
}
