/** The HTTP API, put together: what every request passes through, then the routes. No I/O of its own. */
import type { RouteConfig } from '@hono/zod-openapi';
import { Hono } from 'hono';
import { boundDeliveries, boundReader } from './bounded-reader.ts';
import type { ApiContext, ApiEnv } from './context.ts';
import type { ApiDeps } from './deps.ts';
import { logAccess } from './middleware/access-log.ts';
import { admitInTurn } from './middleware/admit-in-turn.ts';
import { answerUnknownRoute } from './middleware/answer-unknown-route.ts';
import { authenticate } from './middleware/authenticate.ts';
import { handleProblems } from './middleware/handle-problems.ts';
import { leaveRoom } from './middleware/leave-room.ts';
import { limitRate } from './middleware/limit-rate.ts';
import { assignRequestId } from './middleware/request-id.ts';
import { requireScope, type Scope } from './middleware/require-scope.ts';
import { addDocs } from './routes/docs.ts';
import { addHealth } from './routes/health.ts';
import { cancelPayment, cancelPaymentDocument } from './routes/payments/cancel.ts';
import { completePayment, completePaymentDocument } from './routes/payments/complete.ts';
import { createPayment, createPaymentDocument } from './routes/payments/create.ts';
import { getPayment, getPaymentDocument } from './routes/payments/get.ts';
import { listMyPayments, listMyPaymentsDocument } from './routes/payments/list-mine.ts';
import { receiveWebhook, receiveWebhookDocument } from './routes/webhooks/receive.ts';

export function createApp(given: ApiDeps): Hono<ApiEnv> {
  const deps: ApiDeps = {
    ...given,
    payments: boundReader(given.payments),
    deliveries: boundDeliveries(given.deliveries),
  };
  const { maxInFlight, rateLimit } = deps.settings;
  const app = new Hono<ApiEnv>();
  app.onError(handleProblems(deps.logger));
  app.notFound(answerUnknownRoute(app));

  app.use(assignRequestId(deps.clock), logAccess(deps.logger, deps.clock));
  addHealth(app, deps.readiness);
  addDocs(app);
  // A gateway has no token: each provider's own proof is asked for instead.
  app.post(receiveWebhookDocument.getRoutingPath(), receiveWebhook(deps));

  // Everything below, unknown routes included, is for those who say who they are.
  app.use(
    '/api/*',
    admitInTurn(maxInFlight),
    authenticate(deps.verifyToken),
    limitRate(rateLimit),
    leaveRoom(maxInFlight),
  );
  addRoute(app, createPaymentDocument, createPayment(deps));
  addRoute(app, completePaymentDocument, completePayment(deps));
  addRoute(app, listMyPaymentsDocument, listMyPayments(deps));
  addRoute(app, getPaymentDocument, getPayment(deps));
  addRoute(app, cancelPaymentDocument, cancelPayment(deps));
  return app;
}

/** The scope comes from the document, so that what is told and what is required cannot differ. */
function addRoute(
  app: Hono<ApiEnv>,
  route: RouteConfig & { readonly getRoutingPath: () => string },
  handle: (c: ApiContext) => Promise<Response>,
): void {
  app.on(route.method, route.getRoutingPath(), requireScope(scopeOf(route)), handle);
}

function scopeOf({ security, operationId }: RouteConfig): Scope {
  const [scope] = security?.[0]?.['bearer'] ?? [];
  if (scope === 'payments:read' || scope === 'payments:write') return scope;
  throw new Error(`The document of ${operationId} names no scope`);
}
