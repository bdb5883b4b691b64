/** How Toss Payments is reached; read by a worker only where `GATEWAY_ROUTES` leads there, or its secret key is set. The API reads whether its webhooks are taken. */
import * as is from '../schemas.ts';
import type { Variable } from '../variable.ts';

export const TOSS_VARIABLES = {
  TOSS_API_URL: {
    section: 'Toss Payments',
    usedBy: ['worker-TOSS'],
    schema: is.httpUrl,
    byDefault: 'https://api.tosspayments.com',
    example: 'https://api.tosspayments.com',
    description: "Toss Payments' API.",
  },
  TOSS_SECRET_KEY: {
    section: 'Toss Payments',
    usedBy: ['worker-TOSS'],
    schema: is.secretText,
    example: 'live_sk_ and what follows it in the developer center',
    description:
      'Secret key of the API. Set, it configures this gateway also where no route leads to it any more.',
    isSecret: true,
  },
  TOSS_CLIENT_KEY: {
    section: 'Toss Payments',
    usedBy: ['worker-TOSS'],
    schema: is.text,
    example: 'live_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq',
    description: "Client key of the same pair, for the client's browser SDK.",
  },
  TOSS_MERCHANT_ID: {
    section: 'Toss Payments',
    usedBy: ['worker-TOSS'],
    schema: is.text,
    example: 'vivarepublica',
    description: 'The shop (mId): money of another one is not ours.',
  },
  TOSS_KEY_TYPE: {
    section: 'Toss Payments',
    usedBy: ['worker-TOSS'],
    schema: is.oneOf(['LIVE', 'TEST']),
    example: 'LIVE',
    description: 'What kind of keys these must be: with LIVE, test money never pays a payment.',
  },
  TOSS_WEBHOOKS: {
    section: 'Toss Payments',
    usedBy: ['api'],
    schema: is.yesOrNo.optional(),
    example: 'true',
    description:
      "Whether Toss Payments' webhooks are taken; otherwise there is no such route (404). Without it they are taken where `GATEWAY_ROUTES` leads to TOSS: set it when routes have moved away and payments of before are still there.",
  },
  TOSS_CHECKOUT_URL: {
    section: 'Toss Payments',
    usedBy: ['worker-TOSS'],
    schema: is.httpUrl.optional(),
    example: 'https://pay.example.com/toss',
    description:
      "Base URL of a hosted payment window. Without it clients open the gateway's own by its browser SDK.",
  },
  TOSS_SEND_REFUNDABLE_AMOUNT: {
    section: 'Toss Payments',
    usedBy: ['worker-TOSS'],
    schema: is.yesOrNo,
    byDefault: 'false',
    example: 'true',
    description:
      'Send what we believe is left along with a cancellation. Toss checks it, and has deprecated it.',
  },
  TOSS_READ_TIMEOUT_MS: {
    section: 'Toss Payments',
    usedBy: ['worker-TOSS'],
    schema: is.wholeNumber(50, 30_000),
    byDefault: '10000',
    example: '10000',
    description: 'How long one asking may take at most.',
  },
  TOSS_MONEY_TIMEOUT_MS: {
    section: 'Toss Payments',
    usedBy: ['worker-TOSS'],
    schema: is.wholeNumber(1_000, 60_000),
    byDefault: '50000',
    example: '50000',
    description:
      'How long a confirmation or a cancellation may take before its outcome counts as unknown. With one asking it should fit into the 65 seconds of an attempt.',
  },
} as const satisfies Readonly<Record<string, Variable>>;
