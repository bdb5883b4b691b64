/** The five routes with a good request each, for what holds for all of them. */
import { CANCEL_BODY, COMPLETE_BODY, CREATE_BODY, PAYMENT_ID } from '../support/requests.ts';

export const ROUTES = [
  { name: 'create', method: 'POST', path: '/api/v1/payments', body: CREATE_BODY, scope: 'payments:write' },
  {
    name: 'complete',
    method: 'POST',
    path: '/api/v1/payments/complete',
    body: COMPLETE_BODY,
    scope: 'payments:write',
  },
  {
    name: 'get',
    method: 'GET',
    path: `/api/v1/payments/${PAYMENT_ID}`,
    body: undefined,
    scope: 'payments:read',
  },
  { name: 'list-mine', method: 'GET', path: '/api/v1/payments/me', body: undefined, scope: 'payments:read' },
  {
    name: 'cancel',
    method: 'POST',
    path: `/api/v1/payments/${PAYMENT_ID}/cancel`,
    body: CANCEL_BODY,
    scope: 'payments:write',
  },
] as const;

export const ROUTES_WITH_BODY = ROUTES.filter(({ body }) => body !== undefined);
