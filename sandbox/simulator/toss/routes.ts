/**
 * Toss Payments v1 as a server: the calls that the payment server makes, for one shop and its secret key.
 */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Answer, Deliver, SimulatorContext } from '../deliver.ts';
import type { Fault } from '../faults.ts';
import { type IdempotencyKeys, jsonAnswer, parsedJson } from '../idempotency.ts';
import type { Journal } from '../journal.ts';
import type { Ledger } from '../ledger.ts';
import { speakingAttempt } from '../ledger-state.ts';
import { misreported } from '../misreported.ts';
import { once } from '../once.ts';
import { cancelPayment } from './cancel.ts';
import { confirmBodySchema, confirmPayment } from './confirm.ts';
import { errorAnswer, testAnswer, undocumentedAnswer } from './errors.ts';
import { paymentView, type Told } from './payment-view.ts';
import { keyTypeOf, type TossStore } from './store.ts';
import { listTransactions } from './transactions.ts';

export type TossDialect = {
  store: TossStore;
  ledger: Ledger;
  journal: Journal;
  keys: IdempotencyKeys;
  deliver: Deliver;
};

export function tossRoutes(dialect: TossDialect): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/v1/payments/confirm', (context) => confirm(dialect, context));
  app.get('/v1/payments/orders/:orderId', (context) =>
    read(dialect, context, byOrder(dialect.ledger, context.req.param('orderId'))),
  );
  app.get('/v1/payments/:paymentKey', (context) =>
    read(dialect, context, dialect.ledger.findAttempt(context.req.param('paymentKey'))),
  );
  app.post('/v1/payments/:paymentKey/cancel', (context) => cancel(dialect, context));
  app.get('/v1/transactions', (context) =>
    dialect.deliver(context, {
      call: { name: 'transactions', paymentId: '', idempotencyKey: null },
      errorAnswer: undocumentedAnswer,
      effect: () =>
        deny(dialect, context) ??
        listTransactions({ ...dialect, merchantId: dialect.store.merchantId }, context.req.query()),
    }),
  );
  return app;
}

/** Of several tries of one order the approved one, else where money can still come in, else the last. */
function byOrder(ledger: Ledger, orderId: string): Told | undefined {
  const payment = ledger.find(orderId);
  const attempt = payment && speakingAttempt(payment);
  return attempt && { payment, attempt };
}

function read(dialect: TossDialect, context: SimulatorContext, told: Told | undefined): Promise<Response> {
  const paymentId = told?.payment.paymentId ?? context.req.param('orderId') ?? '';
  return dialect.deliver(context, {
    call: { name: 'retrieve', paymentId, idempotencyKey: null },
    errorAnswer: undocumentedAnswer,
    effect: (fault) => {
      const denied = deny(dialect, context);
      if (denied) return denied;
      if (!told || isOutOfSight(dialect.store, told, fault))
        return errorAnswer('NOT_FOUND_PAYMENT', '존재하지 않는 결제 정보 입니다.');
      return jsonAnswer(200, JSON.stringify(paymentView(told, fault)));
    },
  });
}

/** Live keys see no test payments, nor the other way round. */
function isOutOfSight(store: TossStore, { attempt }: Told, fault: Fault | undefined): boolean {
  return misreported(attempt.terms, fault).channelType !== keyTypeOf(store);
}

async function confirm(dialect: TossDialect, context: SimulatorContext): Promise<Response> {
  // Read before the call begins: a caller who disconnects takes the unread body along.
  const body = parsedJson(await context.req.text());
  const paymentId = confirmBodySchema.safeParse(body).data?.orderId ?? '';
  return once(dialect, context, {
    call: { name: 'confirm', paymentId, idempotencyKey: keyOf(context) },
    effect: (fault) => confirmPayment(dialect.ledger, body, fault),
    ...moving(dialect, context),
  });
}

async function cancel(dialect: TossDialect, context: SimulatorContext): Promise<Response> {
  const paymentKey = context.req.param('paymentKey') ?? '';
  const body = parsedJson(await context.req.text());
  const told = dialect.ledger.findAttempt(paymentKey);
  const paymentId = told?.payment.paymentId ?? '';
  const idempotencyKey = keyOf(context);
  // One call there: of an account without a deposit it is what PortOne calls closing.
  const isClosing = told?.attempt.status === 'ACCOUNT_ISSUED' || told?.attempt.status === 'CLOSED';
  return once(dialect, context, {
    call: { name: isClosing ? 'close' : 'cancel', paymentId, idempotencyKey },
    effect: (fault) => cancelPayment(dialect.ledger, { paymentKey, body, idempotencyKey, fault }),
    ...moving(dialect, context),
  });
}

/** What the two calls that move money have in common. */
function moving(dialect: TossDialect, context: SimulatorContext) {
  return {
    path: context.req.path,
    denied: deny(dialect, context),
    errorAnswer: undocumentedAnswer,
    stillRunning: errorAnswer('IDEMPOTENT_REQUEST_PROCESSING', '이전 멱등 요청이 처리중입니다.'),
  };
}

function keyOf(context: SimulatorContext): string | null {
  return context.req.header('idempotency-key') ?? null;
}

function deny({ store }: TossDialect, context: SimulatorContext): Answer | undefined {
  const [, credentials] = /^Basic (.+)$/.exec(context.req.header('authorization') ?? '') ?? [];
  const decoded = Buffer.from(credentials ?? '', 'base64').toString('utf8');
  if (credentials !== undefined && !decoded.includes(':'))
    return errorAnswer('INCORRECT_BASIC_AUTH_FORMAT', "잘못된 요청입니다. ':' 를 포함해 인코딩해주세요.");
  if (decoded !== `${store.secretKey}:`)
    return errorAnswer('UNAUTHORIZED_KEY', '인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다.');
  if ((keyOf(context)?.length ?? 0) > MAX_KEY_LENGTH) return errorAnswer('INVALID_IDEMPOTENCY_KEY');
  const testCode = context.req.header('tosspayments-test-code');
  // Real money is not played with.
  return testCode !== undefined && keyTypeOf(store) === 'TEST' ? testAnswer(testCode) : undefined;
}

const MAX_KEY_LENGTH = 300;
