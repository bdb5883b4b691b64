/** The simulator's own process: configured by the environment, stopped by SIGTERM or SIGINT. */
import { z } from 'zod';
import { startSimulator } from './start-simulator.ts';
import { SANDBOX_TOSS_STORE } from './toss/store.ts';
import type { WebhookOptions } from './webhooks/post-office.ts';

const pauses = z
  .string()
  .regex(/^\d+(,\d+)*$/)
  .transform((list) => list.split(',').map(Number));

const environmentSchema = z.object({
  SIMULATOR_HOST: z.string().default('127.0.0.1'),
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  SIMULATOR_DATA_DIR: z.string().min(1),
  PORTONE_API_SECRET: z.string().min(1),
  PORTONE_STORE_ID: z.string().min(1),
  PORTONE_CHANNEL_KEY: z.string().min(1),
  PORTONE_CHANNEL_TYPE: z.enum(['LIVE', 'TEST']).default('TEST'),
  TOSS_SECRET_KEY: z.string().min(1).default(SANDBOX_TOSS_STORE.secretKey),
  TOSS_CLIENT_KEY: z.string().min(1).default(SANDBOX_TOSS_STORE.clientKey),
  TOSS_MERCHANT_ID: z.string().min(1).max(14).default(SANDBOX_TOSS_STORE.merchantId),
  SIMULATOR_WEBHOOK_URL: z.url().optional(),
  SIMULATOR_WEBHOOK_SECRET: z.string().default(''),
  /** `off`: only by hand, through the control endpoint. */
  SIMULATOR_WEBHOOKS: z.enum(['on', 'off']).default('on'),
  /** Pauses between attempts. PortOne's are 1, 4, 16, 64 and 256 minutes: here they are seconds. */
  SIMULATOR_WEBHOOK_RETRY_MS: pauses.default([1, 4, 16, 64, 256].map((step) => step * 1_000)),
  SIMULATOR_TOSS_WEBHOOK_URL: z.url().optional(),
  /** Toss Payments' are 1, 4, 16, 64, 256, 1024 and 4096 minutes. */
  SIMULATOR_TOSS_WEBHOOK_RETRY_MS: pauses.default(
    [1, 4, 16, 64, 256, 1_024, 4_096].map((step) => step * 1_000),
  ),
});

async function main(): Promise<void> {
  const environment = environmentSchema.safeParse(process.env);
  if (!environment.success) {
    process.stderr.write(`${z.prettifyError(environment.error)}\n`);
    process.exit(1);
  }

  const simulator = await startSimulator({
    host: environment.data.SIMULATOR_HOST,
    port: environment.data.SIMULATOR_PORT,
    dataDir: environment.data.SIMULATOR_DATA_DIR,
    apiSecret: environment.data.PORTONE_API_SECRET,
    storeId: environment.data.PORTONE_STORE_ID,
    channelKey: environment.data.PORTONE_CHANNEL_KEY,
    channelType: environment.data.PORTONE_CHANNEL_TYPE,
    toss: {
      secretKey: environment.data.TOSS_SECRET_KEY,
      clientKey: environment.data.TOSS_CLIENT_KEY,
      merchantId: environment.data.TOSS_MERCHANT_ID,
    },
    webhooks: webhooksOf(environment.data),
  });
  process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'ready', url: simulator.url })}\n`);

  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // A terminal sends Ctrl-C to everyone and npm sends it again: the second one is no reason to hurry.
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void simulator.stop().then(() => process.exit(0));
    });
  }
}

function webhooksOf(values: z.infer<typeof environmentSchema>): WebhookOptions | undefined {
  if (values.SIMULATOR_WEBHOOK_URL === undefined) return undefined;
  return {
    url: values.SIMULATOR_WEBHOOK_URL,
    secret: values.SIMULATOR_WEBHOOK_SECRET,
    isOn: values.SIMULATOR_WEBHOOKS === 'on',
    retryAfterMs: values.SIMULATOR_WEBHOOK_RETRY_MS,
    ...(values.SIMULATOR_TOSS_WEBHOOK_URL !== undefined && {
      toss: {
        url: values.SIMULATOR_TOSS_WEBHOOK_URL,
        retryAfterMs: values.SIMULATOR_TOSS_WEBHOOK_RETRY_MS,
      },
    }),
  };
}

if (import.meta.main) await main();
