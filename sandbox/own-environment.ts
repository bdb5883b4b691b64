// The environment of our own processes (worker, API, codec server, simulator, ...) in the sandbox: everything that is
// on this machine, unless the caller's environment says otherwise.
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { environmentForServers, overridesForOwnProcesses } from './child-environment.ts';
import { databaseUrlOf } from './parts/postgres.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { sandboxAudience, sandboxIssuer } from './token-issuer/claims.ts';

export interface Addresses {
  readonly api: string;
  readonly webUi: string;
  readonly simulator: string;
  readonly tokenIssuer: string;
  readonly codec: string;
  /** Of the sandbox's own worker. */
  readonly metrics: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly kafkaBrokers: string;
}

export function addressesOf({ ports, existing }: Settings, secrets: Secrets): Addresses {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return {
    api: at(ports.api),
    webUi: at(ports.temporalUi),
    simulator: at(ports.simulator),
    tokenIssuer: at(ports.tokenIssuer),
    codec: at(ports.codec),
    metrics: `${at(ports.metrics)}/metrics`,
    databaseUrl:
      existing.databaseUrl ?? databaseUrlOf({ port: ports.postgres, password: secrets.databasePassword }),
    temporalAddress: existing.temporalAddress ?? `127.0.0.1:${ports.temporal}`,
    kafkaBrokers: existing.kafkaBrokers ?? `127.0.0.1:${ports.kafka}`,
  };
}

export function ownEnvironment(settings: Settings, secrets: Secrets): Record<string, string> {
  const { ports, dataDir, environment } = settings;
  const addresses = addressesOf(settings, secrets);
  const webhookSecret = webhookSecretOf(secrets);
  return {
    ...environmentForServers(environment),
    DATA_DIR: dataDir,
    DATABASE_URL: addresses.databaseUrl,
    TEMPORAL_ADDRESS: addresses.temporalAddress,
    KAFKA_BROKERS: addresses.kafkaBrokers,
    API_HOST: '127.0.0.1',
    API_PORT: String(ports.api),
    // Nobody balances the load here.
    SHUTDOWN_DRAIN_SECONDS: '0',
    CODEC_HOST: '127.0.0.1',
    CODEC_PORT: String(ports.codec),
    CODEC_ALLOWED_ORIGIN: `http://localhost:${ports.temporalUi},http://127.0.0.1:${ports.temporalUi}`,
    TOKEN_ISSUER_PORT: String(ports.tokenIssuer),
    AUTH_ISSUER: sandboxIssuer,
    AUTH_AUDIENCE: sandboxAudience,
    AUTH_JWKS_URL: `${addresses.tokenIssuer}/.well-known/jwks.json`,
    AUTH_TOKEN_TYPE: 'at+jwt',
    ENCRYPTION_KEYS: secrets.encryptionKeys,
    SIMULATOR_HOST: '127.0.0.1',
    SIMULATOR_PORT: String(ports.simulator),
    SIMULATOR_DATA_DIR: join(dataDir, 'simulator'),
    PORTONE_API_URL: `${addresses.simulator}/portone`,
    PORTONE_API_SECRET: secrets.portoneApiSecret,
    PORTONE_STORE_ID: 'store-sandbox',
    PORTONE_CHANNEL_KEY: 'channel-key-sandbox',
    PORTONE_CHANNEL_TYPE: 'TEST',
    PORTONE_CHECKOUT_URL: `${addresses.simulator}/checkout`,
    TOSS_API_URL: `${addresses.simulator}/toss`,
    // One secret for both of the simulator's shops: only its beginning means something at Toss.
    TOSS_SECRET_KEY: `test_sk_${secrets.portoneApiSecret}`,
    TOSS_CLIENT_KEY: 'test_ck_sandbox',
    TOSS_MERCHANT_ID: 'tsandbox',
    TOSS_KEY_TYPE: 'TEST',
    TOSS_CHECKOUT_URL: `${addresses.simulator}/toss/checkout`,
    PORTONE_WEBHOOK_SECRETS: webhookSecret,
    SIMULATOR_WEBHOOK_URL: `${addresses.api}/api/v1/webhooks/portone`,
    SIMULATOR_WEBHOOK_SECRET: webhookSecret,
    SIMULATOR_TOSS_WEBHOOK_URL: `${addresses.api}/api/v1/webhooks/toss`,
    // Also where no route leads to Toss: a caller may route it in later.
    TOSS_WEBHOOKS: 'true',
    ...overridesForOwnProcesses(environment),
  };
}

/** Made from the other secret rather than kept beside it: data folders of earlier versions have no such entry. */
function webhookSecretOf({ portoneApiSecret }: Secrets): string {
  return `whsec_${createHmac('sha256', portoneApiSecret).update('webhooks').digest('base64')}`;
}
