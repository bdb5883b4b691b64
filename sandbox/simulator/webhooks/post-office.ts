/**
 * Hears what is written into the journal and sends what the dialects make of it, while it is switched on; and by hand
 * at any time. Without an address it does nothing.
 */
import type { Journal } from '../journal.ts';
import type { JournalEntry } from '../journal-entries.ts';
import type { Ledger } from '../ledger.ts';
import { portOneTeller } from '../portone/webhook.ts';
import { tossTeller } from '../toss/webhook.ts';
import { createWebhookRules, type WebhookRules } from './rules.ts';
import { createWebhookSender, type SentWebhook, type WebhookSender } from './sender.ts';
import type { Teller } from './teller.ts';

export type WebhookOptions = {
  /** Where PortOne's are sent to. */
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  /** Whether what happens is told by itself. */
  readonly isOn: boolean;
  readonly retryAfterMs: readonly number[];
  /** Toss Payments'; left out: it tells nothing. */
  readonly toss?: { readonly url: string; readonly retryAfterMs: readonly number[] } | undefined;
};

export type Shops = { readonly storeId: string; readonly merchantId: string };

export type PostOffice = {
  readonly rules: WebhookRules;
  hear(entries: readonly JournalEntry[], ledger: Ledger): void;
  switchTo(isOn: boolean): void;
  /** False when there is no address, or no such payment. */
  sendByHand(order: HandOrder, ledger: Ledger): boolean;
  sent(): readonly SentWebhook[];
  stop(): Promise<void>;
};

export type HandOrder = {
  readonly paymentId: string;
  /** In the words of the payment's gateway; left out: that it was paid. */
  readonly type?: string | undefined;
};

type Desk = { readonly teller: Teller; readonly sender: WebhookSender };

export function openPostOffice(shops: Shops, options: WebhookOptions | undefined): PostOffice {
  const rules = createWebhookRules();
  const desks = options === undefined ? [] : openDesks(shops, options, rules);
  let isOn = options?.isOn ?? false;
  const deskOf = (paymentId: string, ledger: Ledger): Desk | undefined => {
    const storeId = ledger.find(paymentId)?.attempts.at(-1)?.terms.storeId;
    return desks.find(({ teller }) => teller.storeId === storeId);
  };
  return {
    rules,
    hear: (entries, ledger) => {
      if (!isOn) return;
      for (const entry of entries) {
        const desk = deskOf(entry.paymentId, ledger);
        for (const webhook of desk?.teller.tell(entry, entries, ledger) ?? []) desk?.sender.send(webhook);
      }
    },
    switchTo: (wanted) => {
      isOn = wanted;
    },
    sendByHand: ({ paymentId, type }, ledger) => {
      const payment = ledger.find(paymentId);
      const desk = deskOf(paymentId, ledger);
      const webhook = payment && desk?.teller.tellByHand(payment, type);
      if (webhook === undefined) return false;
      desk?.sender.send(webhook);
      return true;
    },
    sent: () => desks.flatMap(({ sender }) => sender.sent()),
    stop: async () => {
      await Promise.all(desks.map(async ({ sender }) => await sender.stop()));
    },
  };
}

/** As long as each gateway waits for an answer. */
const PORTONE_WAITS_MS = 30_000;
const TOSS_WAITS_MS = 10_000;

function openDesks({ storeId, merchantId }: Shops, options: WebhookOptions, rules: WebhookRules): Desk[] {
  const { secret, toss } = options;
  const portOne = {
    teller: portOneTeller({ storeId, secret }),
    sender: createWebhookSender({ ...options, answerWithinMs: PORTONE_WAITS_MS, rules }),
  };
  if (toss === undefined) return [portOne];
  return [
    portOne,
    {
      teller: tossTeller({ merchantId }),
      sender: createWebhookSender({ ...toss, answerWithinMs: TOSS_WAITS_MS, rules }),
    },
  ];
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
