/**
 * Idempotency keys as both gateways tell them: while the first request runs, a second one is turned away; afterwards
 * it gets the same answer, for as long as its gateway keeps it.
 */
import type { Answer } from './deliver.ts';
import type { Journal } from './journal.ts';

/** developers.portone.io/api/rest-v2/overview#idempotency-key */
export const PORTONE_KEEPS_MS = 3 * 3_600_000;
/** docs.tosspayments.com/reference/using-api/idempotency-key */
export const TOSS_KEEPS_MS = 15 * 24 * 3_600_000;

export type KeyedRequest = { path: string; idempotencyKey: string; paymentId: string };

export type IdempotencyKeys = {
  find(request: KeyedRequest): 'running' | Answer | undefined;
  begin(request: KeyedRequest): void;
  /** Right after the effect, in the same turn of the event loop. */
  keep(request: KeyedRequest, answer: Answer): void;
  /** The request ended without an answer of its own: the next one may try. */
  abandon(request: KeyedRequest): void;
};

export type Keeping = { journal: Journal; now: () => Date; keepsMs: number };

export function openIdempotencyKeys({ journal, now, keepsMs }: Keeping): IdempotencyKeys {
  const running = new Set<string>();
  const kept = new Map<string, { answer: Answer; atMs: number }>();
  const nameOf = ({ path, idempotencyKey }: { path: string; idempotencyKey: string }): string =>
    `${path} ${idempotencyKey}`;

  for (const entry of journal.entries()) {
    if (entry.type !== 'answer_kept') continue;
    kept.set(nameOf(entry), { answer: jsonAnswer(entry.status, entry.body), atMs: Date.parse(entry.at) });
  }

  return {
    find: (request) => {
      const name = nameOf(request);
      if (running.has(name)) return 'running';
      const known = kept.get(name);
      return known && now().getTime() - known.atMs < keepsMs ? known.answer : undefined;
    },
    begin: (request) => {
      running.add(nameOf(request));
    },
    keep: (request, answer) => {
      const at = now();
      running.delete(nameOf(request));
      kept.set(nameOf(request), { answer, atMs: at.getTime() });
      journal.append({
        type: 'answer_kept',
        at: at.toISOString(),
        ...request,
        status: answer.status,
        body: answer.body,
      });
    },
    abandon: (request) => {
      running.delete(nameOf(request));
    },
  };
}

export function jsonAnswer(status: number, body: string): Answer {
  return { status, contentType: 'application/json; charset=utf-8', body };
}

/** The key in literal double quotes (RFC 8941) and bare are the same key. */
export function bareKey(header: string | undefined): string | null {
  return header?.trim().replace(/^"(.*)"$/, '$1') || null;
}

/** Undefined, which no rule accepts, when it is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
