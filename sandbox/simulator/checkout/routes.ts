/**
 * The hosted payment window: `GET` shows it to a person, `POST` is the person's choice. A JSON body is answered
 * with JSON, so that a script can do what a customer would.
 */
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { type Answer, type Deliver, type SimulatorContext, toResponse } from '../deliver.ts';
import { jsonAnswer, parsedJson } from '../idempotency.ts';
import type { Ledger } from '../ledger.ts';
import { speakingAttempt } from '../ledger-state.ts';
import { TEST_CARDS } from '../test-cards.ts';
import {
  type CheckoutOutcome,
  type CheckoutRefusal,
  type Customer,
  customerSchema,
  outcomeOf,
  visitCheckout,
} from './outcome.ts';
import { faultyPage, payPage, resultPage } from './pages.ts';
import { type Language, languageOf, TEXTS } from './texts.ts';
import type { CheckoutOrder, PaymentWindow } from './window.ts';

export type CheckoutParts = { window: PaymentWindow; ledger: Ledger; deliver: Deliver };

/** No script, nothing fetched, not framed; the form goes where it came from. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  vary: 'Accept-Language',
};

export function checkoutRoutes(parts: CheckoutParts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/', async (context) => {
    const language = languageOf(context.req.header('accept-language'));
    const read = parts.window.readOrder(context.req.query());
    if ('faults' in read) return toResponse(await faultyAnswer(read.faults, language));
    const { paymentId, terms } = read.order;
    const payment = parts.ledger.find(paymentId);
    const attempt = payment && speakingAttempt(payment);
    // A window whose account waits is opened again to see where to pay in.
    const page =
      attempt?.status === 'ACCOUNT_ISSUED'
        ? resultPage({ terms: attempt.terms, outcome: outcomeOf(attempt), returnUrl: undefined }, language)
        : payPage(terms, language);
    return toResponse(await pageAnswer(200, page));
  });
  app.post('/', async (context) => submit(parts, context));
  return app;
}

async function submit(parts: CheckoutParts, context: SimulatorContext): Promise<Response> {
  const language = languageOf(context.req.header('accept-language'));
  const { customer, wantsJson } = readCustomer(await context.req.text());
  const read = parts.window.readOrder(context.req.query());
  const faults = [
    ...('faults' in read ? read.faults : []),
    ...(customer.success ? [] : [z.prettifyError(customer.error)]),
  ];
  if ('faults' in read || !customer.success) {
    return toResponse(
      wantsJson
        ? refusalJson(400, 'INVALID_REQUEST', faults.join('; '))
        : await faultyAnswer(faults, language),
    );
  }
  return visit(parts, context, { order: read.order, customer: customer.data, language, wantsJson });
}

type Submission = { order: CheckoutOrder; customer: Customer; language: Language; wantsJson: boolean };

function visit(parts: CheckoutParts, context: SimulatorContext, submission: Submission): Promise<Response> {
  const { order, customer } = submission;
  const { paymentId, terms } = order;
  return parts.deliver(context, {
    call: { name: 'checkout', paymentId, idempotencyKey: null },
    errorAnswer: (status) => refusalJson(status, 'UNAVAILABLE', 'simulated'),
    effect: (fault) => {
      const outcome = visitCheckout(parts.ledger, {
        paymentId,
        terms,
        customer,
        fault,
        settlementOf: parts.window.settlementOf,
      });
      if ('refusal' in outcome) return refused(outcome, submission);
      if (submission.wantsJson) return jsonAnswer(200, JSON.stringify({ paymentId, ...outcome }));
      const returnUrl = returnUrlOf(parts.window, order, outcome);
      return pageAnswer(200, resultPage({ terms, outcome, returnUrl }, submission.language));
    },
  });
}

/** A body that begins like JSON is JSON, whatever `curl -d` calls it; none at all is a customer who pays. */
function readCustomer(text: string): { customer: z.ZodSafeParseResult<Customer>; wantsJson: boolean } {
  const trimmed = text.trim();
  if (trimmed === '') return { customer: customerSchema.safeParse({}), wantsJson: true };
  if (trimmed.startsWith('{'))
    return { customer: customerSchema.safeParse(parsedJson(trimmed)), wantsJson: true };
  const form = new URLSearchParams(trimmed);
  const number = form.get('number');
  const raw = { action: form.get('action') ?? undefined, card: number === null ? undefined : { number } };
  return { customer: customerSchema.safeParse(raw), wantsJson: false };
}

function refused(
  { refusal }: CheckoutRefusal,
  { language, wantsJson }: Submission,
): Answer | Promise<Answer> {
  const known = TEST_CARDS.map(({ number }) => number).join(', ');
  const messages: Record<typeof refusal, string> = {
    ALREADY_PAID: TEXTS[language].alreadyPaid,
    NO_DEPOSIT: TEXTS[language].noDeposit,
    UNKNOWN_CARD: `Not a test card. These are: ${known}.`,
  };
  const message = messages[refusal];
  const isFaulty = refusal === 'UNKNOWN_CARD';
  if (wantsJson) return refusalJson(isFaulty ? 400 : 409, refusal, message);
  return isFaulty ? faultyAnswer([message], language) : pageAnswer(409, faultyPage(message, [], language));
}

function refusalJson(status: number, type: string, message: string): Answer {
  return jsonAnswer(status, JSON.stringify({ type, message }));
}

function faultyAnswer(faults: readonly string[], language: Language): Promise<Answer> {
  return pageAnswer(400, faultyPage(TEXTS[language].faulty, faults, language));
}

async function pageAnswer(status: number, body: ReturnType<typeof payPage>): Promise<Answer> {
  return { status, contentType: 'text/html; charset=utf-8', body: `${await body}`, headers: PAGE_HEADERS };
}

function returnUrlOf(
  window: PaymentWindow,
  order: CheckoutOrder,
  outcome: CheckoutOutcome,
): string | undefined {
  const { success, failure } = order.returnUrls;
  const target = outcome.failure ? failure : success;
  if (target === undefined) return undefined;
  const url = new URL(target);
  for (const [name, value] of Object.entries(window.returnQuery(order, outcome)))
    url.searchParams.set(name, value);
  return url.href;
}
