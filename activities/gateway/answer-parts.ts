/** What the answers of every gateway have in common: when nothing can be said, texts to keep, ids and times. */
import { z } from 'zod';
import type { UnknownOutcome, UnknownWhy } from '../../domain/gateway-port.ts';
import type { GatewayReply } from './http-client.ts';
import { plainText } from './plain-text.ts';

export function unknown(why: UnknownWhy): UnknownOutcome {
  return { kind: 'unknown', why };
}

/** Of an answer; one that found too many questions also says when it wants the next. */
export function unknownBy({ retryAfterMs }: GatewayAnswer, why: UnknownWhy): UnknownOutcome {
  return why === 'rate_limited' && retryAfterMs !== undefined
    ? { kind: 'unknown', why, retryAfterMs }
    : unknown(why);
}

type GatewayAnswer = Extract<GatewayReply, { kind: 'answer' }>;

/** Of an error answer whose words say nothing certain. */
export function whyOfStatus(status: number): UnknownWhy {
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'server_error' : 'unlisted';
}

/** Of an answer that is no payment as we know one: because its status is not listed, or for another reason. */
export function whyUnread(body: unknown, listed: readonly string[]): UnknownWhy {
  const { data } = statusSchema.safeParse(body);
  return data === undefined || listed.includes(data.status) ? 'unreadable' : 'unlisted';
}

const statusSchema = z.object({ status: z.string() });

/** The gateway's own words go to clients and into rows: never without end. */
export function bounded(text: string | null | undefined): string {
  return plainText(text ?? '', 300);
}

/** Ids become parts of rows, paths and logs. */
export const gatewayId = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/** A payment's name in a list: another system of the shop may call its own as it likes, and it is looked for in our rows. */
export const listedId = z.string().transform(bounded);

/** In UTC with milliseconds, as we write times. */
export const gatewayTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
