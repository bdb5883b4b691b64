/** Which gateway serves what, and how each one is reached. */
import * as is from '../schemas.ts';
import type { Variable } from '../variable.ts';

export const GATEWAY_VARIABLES = {
  GATEWAY_ROUTES: {
    section: 'Payment gateways',
    usedBy: ['api', 'worker'],
    schema: is.gatewayRoutes,
    byDefault: 'CARD=PORTONE,TRANSFER=PORTONE,VIRTUAL_ACCOUNT=PORTONE,EASY_PAY=PORTONE',
    example: 'CARD=PORTONE,EASY_PAY=PORTONE',
    description: 'Which gateway serves which payment method; a method without one is refused.',
  },
  PAYMENT_EXPIRES_AFTER_SECONDS: {
    section: 'Payment gateways',
    usedBy: ['worker'],
    schema: is.wholeNumber(1, 2_592_000),
    byDefault: '1800',
    example: '1800',
    description: 'A payment that nobody paid by then expires.',
  },
  VIRTUAL_ACCOUNT_VALID_HOURS: {
    section: 'Payment gateways',
    usedBy: ['worker-PORTONE', 'worker-TOSS'],
    // Toss Payments takes no more than thirty days.
    schema: is.wholeNumber(1, 720),
    byDefault: '24',
    example: '72',
    description: 'How long a virtual account takes a deposit, from when it is issued.',
  },
  ATTENTION_AFTER_SECONDS: {
    section: 'Payment gateways',
    usedBy: ['worker'],
    schema: is.wholeNumber(1, 604_800),
    byDefault: '600',
    example: '600',
    description:
      'A gateway that leaves a payment or a cancellation open for so long raises `attention`; asking goes on. A run of a payment keeps what was set when it last read the record.',
  },
  RECONCILE_INTERVAL_SECONDS: {
    section: 'Payment gateways',
    usedBy: ['provision'],
    schema: is.wholeNumber(10, 86_400),
    byDefault: '300',
    example: '300',
    description:
      "How often our books are compared with the gateways'. Read by `provision`, which changes the schedule.",
  },
  RECONCILE_OVERLAP_SECONDS: {
    section: 'Payment gateways',
    usedBy: ['worker'],
    schema: is.wholeNumber(60, 604_800),
    byDefault: '3600',
    example: '3600',
    description:
      'How far each comparison reaches back into the one before: what a gateway lists later than that is missed.',
  },
  RECONCILE_SETTLING_SECONDS: {
    section: 'Payment gateways',
    usedBy: ['worker'],
    schema: is.wholeNumber(0, 3_600),
    byDefault: '60',
    example: '60',
    description: 'What has changed at a gateway more recently than that waits for the next comparison.',
  },
  PORTONE_API_URL: {
    section: 'PortOne',
    usedBy: ['worker-PORTONE'],
    schema: is.httpUrl,
    byDefault: 'https://api.portone.io',
    example: 'https://api.portone.io',
    description: "PortOne's V2 API.",
  },
  PORTONE_API_SECRET: {
    section: 'PortOne',
    usedBy: ['worker-PORTONE'],
    schema: is.secretText,
    example: 'the V2 API secret of the PortOne console',
    description: 'V2 API secret.',
    isSecret: true,
  },
  PORTONE_STORE_ID: {
    section: 'PortOne',
    usedBy: ['worker-PORTONE'],
    schema: is.text,
    example: 'store-4ff4af41-85e3-4559-8eb8-0d08a2c6ceec',
    description: 'The store: money of another store is not ours.',
  },
  PORTONE_CHANNEL_KEY: {
    section: 'PortOne',
    usedBy: ['worker-PORTONE'],
    schema: is.text,
    example: 'channel-key-893597d6-e62d-410f-83f9-119f530b4b11',
    description: 'The channel that payments are asked for on.',
  },
  PORTONE_CHANNEL_TYPE: {
    section: 'PortOne',
    usedBy: ['worker-PORTONE'],
    schema: is.oneOf(['LIVE', 'TEST']),
    example: 'LIVE',
    description: 'What kind of channel that is: with LIVE, test money never pays a payment.',
  },
  PORTONE_WEBHOOK_SECRETS: {
    section: 'PortOne',
    usedBy: ['api'],
    schema: is.webhookSecrets.optional(),
    example: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
    description:
      "Secrets of PortOne's webhooks, separated by commas: two while they are changed. Without one its webhooks are not taken (404), and a payment whose client never comes back is looked up when its time is over.",
    isSecret: true,
  },
  PORTONE_CHECKOUT_URL: {
    section: 'PortOne',
    usedBy: ['worker-PORTONE'],
    schema: is.httpUrl.optional(),
    example: 'https://pay.example.com/checkout',
    description:
      "Base URL of a hosted payment window. Without it clients open the gateway's own by its browser SDK.",
  },
  PORTONE_QUOTE_IDEMPOTENCY_KEY: {
    section: 'PortOne',
    usedBy: ['worker-PORTONE'],
    schema: is.yesOrNo,
    byDefault: 'false',
    example: 'true',
    description: 'Send the Idempotency-Key header as a quoted string.',
  },
  PORTONE_READ_TIMEOUT_MS: {
    section: 'PortOne',
    usedBy: ['worker-PORTONE'],
    schema: is.wholeNumber(50, 30_000),
    byDefault: '10000',
    example: '10000',
    description:
      'How long one asking may take at most. The first, quick one that a client waits for is given half a second.',
  },
  PORTONE_CANCEL_TIMEOUT_MS: {
    section: 'PortOne',
    usedBy: ['worker-PORTONE'],
    schema: is.wholeNumber(1_000, 60_000),
    byDefault: '60000',
    example: '60000',
    description: 'How long a cancellation may take before its outcome counts as unknown.',
  },
} as const satisfies Readonly<Record<string, Variable>>;
