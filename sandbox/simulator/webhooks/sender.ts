/**
 * Sends webhooks as a gateway does: again after a growing pause until somebody answers 2xx, and then no more. What is
 * still to be sent when the process ends is lost, as if the gateway had given up.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Mishap, WebhookRules } from './rules.ts';

/** One webhook in its dialect's words; it is dressed anew for each attempt, since a signature has its time. */
export type Webhook = {
  readonly id: string;
  readonly paymentId: string;
  readonly type: string;
  readonly body: string;
  headersAt(sending: Sending): Record<string, string>;
};

export type Sending = {
  readonly nowMs: number;
  readonly isForged: boolean;
  /** 0 the first time. */
  readonly retriedCount: number;
};

export type SentWebhook = {
  readonly id: string;
  readonly paymentId: string;
  readonly type: string;
  /** The HTTP status of each attempt; 0: no answer. */
  readonly answers: number[];
  state: 'sending' | 'acknowledged' | 'lost' | 'given_up';
};

export type WebhookSender = {
  /** Copies are sent at once, whatever else is sent. */
  send(webhook: Webhook): void;
  sent(): readonly SentWebhook[];
  stop(): Promise<void>;
};

export type SenderOptions = {
  readonly url: string;
  /** Pauses between the attempts; there is one attempt more than pauses. */
  readonly retryAfterMs: readonly number[];
  /** So long the gateway waits for an answer. */
  readonly answerWithinMs: number;
  readonly rules: WebhookRules;
};

const REMEMBERED = 10_000;

export function createWebhookSender(options: SenderOptions): WebhookSender {
  const { retryAfterMs, rules } = options;
  const sent: SentWebhook[] = [];
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();

  async function deliver(webhook: Webhook, mishap: Mishap | undefined): Promise<void> {
    const { id, paymentId, type } = webhook;
    const record: SentWebhook = { id, paymentId, type, answers: [], state: 'sending' };
    sent.push(record);
    if (sent.length > REMEMBERED) sent.shift();
    if (mishap?.kind === 'lose') {
      record.state = 'lost';
      return;
    }
    if (mishap?.kind === 'delay') await delay(mishap.forMs, undefined, { signal: stopping.signal });
    for (const pauseMs of [0, ...retryAfterMs]) {
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal: stopping.signal });
      const retriedCount = record.answers.length;
      const first = retriedCount === 0 ? mishap : undefined;
      const status = await attempt(webhook, {
        ...options,
        retriedCount,
        mishap: first,
        stopped: stopping.signal,
      });
      record.answers.push(status);
      if (status >= 200 && status < 300) {
        record.state = 'acknowledged';
        return;
      }
    }
    record.state = 'given_up';
  }

  function track(delivery: Promise<void>): void {
    // Ended by `stop` only.
    const done = delivery.catch(() => undefined).finally(() => underWay.delete(done));
    underWay.add(done);
  }

  return {
    send: (webhook) => {
      const mishap = rules.take(webhook);
      const copies = mishap?.kind === 'duplicate' ? mishap.copies : 0;
      for (let copy = 0; copy <= copies; copy += 1) track(deliver(webhook, mishap));
    },
    sent: () => sent,
    stop: async () => {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

type Attempt = Pick<SenderOptions, 'url' | 'answerWithinMs'> & {
  readonly retriedCount: number;
  readonly mishap: Mishap | undefined;
  readonly stopped: AbortSignal;
};

/** The status of its answer; 0: none. */
async function attempt(
  webhook: Webhook,
  { url, answerWithinMs, retriedCount, mishap, stopped }: Attempt,
): Promise<number> {
  const nowMs = Date.now() - (mishap?.kind === 'stale' ? mishap.byMs : 0);
  const isForged = mishap?.kind === 'wrong_signature';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...webhook.headersAt({ nowMs, retriedCount, isForged }),
      },
      body: webhook.body,
      signal: AbortSignal.any([stopped, AbortSignal.timeout(answerWithinMs)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
