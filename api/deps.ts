/**
 * What the API is given: everything it needs from outside, as types. `api/main.ts` wires the real ones,
 * tests hand in fakes for the database and Temporal only.
 */

import type { ListMineQuery, PaymentReader } from '../db/stores/payment-reader.ts';
import type { WebhookDeliveries } from '../db/stores/webhook-deliveries.ts';
import type { Payment } from '../domain/payment.ts';
import type { GatewayRoutes, Provider } from '../domain/providers.ts';
import type { CancelRequest, CompleteRequest, CreateRequest, WebhookRequest } from '../domain/requests.ts';
import type { ParseWebhook } from '../domain/webhooks.ts';
import type { Logger } from '../platform/logger.ts';
import type { Verdict } from '../workflows/contract.ts';

export type ApiDeps = {
  readonly payments: PaymentReader;
  readonly workflows: PaymentWorkflows;
  /** Whose webhooks are taken, and who reads them. */
  readonly webhooks: { readonly [Name in Provider]?: ParseWebhook };
  /** The API's one writing. */
  readonly deliveries: WebhookDeliveries;
  readonly verifyToken: VerifyToken;
  readonly routes: GatewayRoutes;
  readonly readiness: readonly ReadinessCheck[];
  readonly logger: Logger;
  readonly clock: Clock;
  readonly settings: ApiSettings;
};

export type ApiSettings = {
  /** The token issuer: user ids are only unique within it. */
  readonly issuer: string;
  readonly bodyLimitBytes: number;
  /** An update must be accepted, hence durable, within this, or the answer is 503. */
  readonly acceptWithinMs: number;
  /** From a request's arrival to its answer: what is not known by then is 202. */
  readonly answerWithinMs: number;
  /** Per user and API process. */
  readonly rateLimit: RateLimit;
  /** Per gateway and API process: what its unsigned webhooks may cost. */
  readonly unprovedLooks: RateLimit;
  /** Requests of clients that this process works on at the same time. */
  readonly maxInFlight: number;
};

/** Design, section 1, *Waiting*. */
export const DEFAULT_TIMES = {
  acceptWithinMs: 3_000,
  answerWithinMs: 8_000,
} as const satisfies Partial<ApiSettings>;

export type RateLimit = { readonly requests: number; readonly windowSeconds: number };

/** Milliseconds since the epoch. */
export type Clock = () => number;

export type { ListMineQuery, PaymentReader };

export type ListCursor = NonNullable<ListMineQuery['cursor']>;

/** When an answer is due, in milliseconds since the epoch. */
export type Budget = { readonly acceptByMs: number; readonly answerByMs: number };

/**
 * `unaccepted`: not durable within the budget (no worker, Temporal down): it may still run later, so the client
 * repeats it with the same key. `busy`: the payment has too many requests in flight.
 */
export type WorkflowAnswer = Verdict | { readonly kind: 'unaccepted' } | { readonly kind: 'busy' };

export type PaymentWorkflows = {
  create(request: CreateRequest, budget: Budget): Promise<WorkflowAnswer>;
  /** The row is passed because a closed workflow is opened again with what the row says. */
  complete(payment: Payment, request: CompleteRequest, budget: Budget): Promise<WorkflowAnswer>;
  cancel(payment: Payment, request: CancelRequest, budget: Budget): Promise<WorkflowAnswer>;
  /** Asks for a look at the gateway. `pending` as soon as that is durable: nobody waits for what it finds. */
  webhook(payment: Payment, request: WebhookRequest, budget: Budget): Promise<WorkflowAnswer>;
};

/** Who asks. `userId` is the token's `sub`. */
export type Principal = { readonly userId: string; readonly scopes: ReadonlySet<string> };

/** Throws a `Problem`: UNAUTHENTICATED, TOKEN_EXPIRED, TOKEN_INVALID, or TEMPORARILY_UNAVAILABLE without keys. */
export type VerifyToken = (authorization: string | undefined) => Promise<Principal>;

export type ReadinessCheck = {
  readonly name: 'database' | 'temporal' | 'schema' | 'accepting';
  /** Resolves when it is fit for use, else rejects. */
  readonly check: () => Promise<void>;
};
