/** One call to a gateway, as the page of outcomes needs it: every answer that it may get, and the way from there. */
import type { ErrorTable } from '../../activities/gateway/classify.ts';
import type { GatewayReply } from '../../activities/gateway/http-client.ts';
import type { Consequence } from './consequence.ts';

export type Call = {
  /** A heading, and a sentence below it. */
  readonly title: string;
  readonly request: string;
  readonly about: string;
  /** Through the adapter's own mapping. */
  readonly comesTo: (reply: GatewayReply) => Consequence;
  /** What the gateway says in an answer that is none of its errors, by what it is called. */
  readonly answers: Readonly<Record<string, GatewayReply>>;
  readonly tables: readonly CodeTable[];
};

export type CodeTable = {
  readonly codes: ErrorTable<string>;
  /** In the gateway's own words, what the codes stand in. */
  readonly field: string;
  readonly reply: (code: string, status: number) => GatewayReply;
  /** HTTP numbers to try each code with. */
  readonly statuses: readonly number[];
};

/** An error may come with any of these: its code is believed, not its number. */
export const ERROR_STATUSES = [400, 401, 403, 404, 409, 422, 500, 502];

export function answer(status: number, body?: unknown): GatewayReply {
  return { kind: 'answer', status, body };
}

/** What any call may come to without a word of the gateway's. */
export const WITHOUT_A_CODE: Readonly<Record<string, GatewayReply>> = {
  'no answer in time': { kind: 'none', why: 'timeout' },
  'the connection was reset, or never came about': { kind: 'none', why: 'connection' },
  '5xx without a code': answer(503),
  '4xx without a code': answer(404),
  'a redirect': answer(302),
  '200 that cannot be read': answer(200, { some: 'other document' }),
  '429': answer(429),
};
