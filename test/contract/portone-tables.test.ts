/** PortOne's document against our tables: every status and every error that it knows has a place in them. */
import { describe, expect, it } from 'vitest';
import type { ErrorTable } from '../../activities/gateway/classify.ts';
import { CANCEL_ERRORS } from '../../activities/gateway/portone/cancel-errors.ts';
import { CLOSE_ERRORS } from '../../activities/gateway/portone/close-errors.ts';
import { RETRIEVE_ERRORS } from '../../activities/gateway/portone/retrieve-errors.ts';
import { STATUSES } from '../../activities/gateway/portone/schemas.ts';
import { openDocument } from './openapi-judge.ts';

const { tagsOf, errorsByCall } = openDocument('portone-v2.subset.json');

/** Which table reads the errors of which call. */
const TABLES: Readonly<Record<string, ErrorTable<string>>> = {
  'GET /payments': RETRIEVE_ERRORS,
  'GET /payments/{paymentId}': RETRIEVE_ERRORS,
  'GET /payments/{paymentId}/transactions': RETRIEVE_ERRORS,
  'POST /payments/{paymentId}/cancel': CANCEL_ERRORS,
  'POST /payments/{paymentId}/virtual-account/close': CLOSE_ERRORS,
};

describe('our tables', () => {
  it.each(errorsByCall('type'))('have a row for every error that %s may answer with', (call, types) => {
    expect(types.length).toBeGreaterThan(0);
    const rows = Object.keys(TABLES[call] ?? {});
    expect(types.filter((type) => !rows.includes(type))).toEqual([]);
  });

  it.each(Object.values(TABLES))('name a union of the document only for what stands in it', (table) => {
    const claimed = Object.entries(table).flatMap(([type, { source }]) => {
      const union = /^developers\.portone\.io\/api\/schema\/.*, (\w+)$/.exec(source)?.[1];
      return union === undefined ? [] : [{ type, union }];
    });
    expect(claimed.filter(({ type, union }) => !tagsOf(union, 'type').includes(type))).toEqual([]);
  });

  it('have a place for every status of a payment', () => {
    expect(STATUSES.toSorted()).toEqual(tagsOf('Payment', 'status').toSorted());
  });
});
