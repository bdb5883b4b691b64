/** A dialect's voice: what it tells the shop of what happens in the ledger. */
import type { JournalEntry } from '../journal-entries.ts';
import type { Ledger } from '../ledger.ts';
import type { LedgerPayment } from '../ledger-state.ts';
import type { Webhook } from './sender.ts';

/** Entries that were written together: a cancellation that is done at once is one such batch. */
export type Batch = readonly JournalEntry[];

export type Teller = {
  /** The other gateway's shop is not this one's to speak for. */
  readonly storeId: string;
  /** Asked after the ledger has taken the entry in. */
  tell(entry: JournalEntry, batch: Batch, ledger: Ledger): readonly Webhook[];
  /** As the payment stands now. Without a type, that it was paid. */
  tellByHand(payment: LedgerPayment, type: string | undefined): Webhook | undefined;
};
