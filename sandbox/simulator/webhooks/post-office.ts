/**
 * Hears what is written into the journal and sends what the dialect makes of it, while it is switched on; and by hand
 * at any time. Without an address it does nothing.
 */
import type { Journal } from '../journal.ts';
import type { JournalEntry } from '../journal-entries.ts';
import type { Ledger } from '../ledger.ts';
import { speakingAttempt } from '../ledger-state.ts';
import { toWebhook, type WebhookOrder, webhookOrderOf } from '../portone/webhook.ts';
import { createWebhookRules, type WebhookRules } from './rules.ts';
import { createWebhookSender, type SentWebhook } from './sender.ts';

export type WebhookOptions = {
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  /** Whether what happens is told by itself. */
  readonly isOn: boolean;
  readonly retryAfterMs: readonly number[];
};

export type PostOffice = {
  readonly rules: WebhookRules;
  hear(entries: readonly JournalEntry[], ledger: Ledger): void;
  switchTo(isOn: boolean): void;
  /** False when there is no address, or no such payment. */
  sendByHand(order: Pick<WebhookOrder, 'paymentId' | 'type'>, ledger: Ledger): boolean;
  sent(): readonly SentWebhook[];
  stop(): Promise<void>;
};

export function openPostOffice(storeId: string, options: WebhookOptions | undefined): PostOffice {
  const rules = createWebhookRules();
  const sender = options && createWebhookSender({ ...options, rules });
  let isOn = options?.isOn ?? false;
  const send = (order: WebhookOrder): void => {
    if (options && sender) sender.send(toWebhook({ storeId, secret: options.secret }, order));
  };
  return {
    rules,
    hear: (entries, ledger) => {
      if (!isOn) return;
      for (const entry of entries) {
        // The other gateway's shop is not ours to speak for.
        if (ledger.find(entry.paymentId)?.attempts.at(-1)?.terms.storeId !== storeId) continue;
        const order = webhookOrderOf(entry, ledger);
        if (order) send(order);
      }
    },
    switchTo: (wanted) => {
      isOn = wanted;
    },
    sendByHand: ({ paymentId, type }, ledger) => {
      const payment = ledger.find(paymentId);
      const attempt = payment && speakingAttempt(payment);
      if (!sender || !attempt) return false;
      send({ paymentId, type, transactionId: attempt.transactionId });
      return true;
    },
    sent: () => sender?.sent() ?? [],
    stop: async () => await sender?.stop(),
  };
}

/** The journal, with somebody who is told of each entry once the ledger has taken it in. */
export function overheard(journal: Journal, hear: (entries: readonly JournalEntry[]) => void): Journal {
  return {
    ...journal,
    append: (...entries) => {
      journal.append(...entries);
      queueMicrotask(() => hear(entries));
    },
  };
}
