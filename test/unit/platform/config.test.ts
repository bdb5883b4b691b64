// The configuration: a right one loads, a wrong one is told in full, and neither shows a secret.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../platform/config/config-error.ts';
import {
  loadApiConfig,
  loadCodecConfig,
  loadMigrateConfig,
  loadProvisionConfig,
  loadWorkerConfig,
} from '../../../platform/config/load-config.ts';
import {
  loadOperatorConfig,
  loadReportConfig,
  loadRotateKeysConfig,
} from '../../../platform/config/load-tool-config.ts';
import { renderConfigurationPage } from '../../../platform/config/render-page.ts';
import type { Variable } from '../../../platform/config/variable.ts';
import { VARIABLES } from '../../../platform/config/variables.ts';
import { NEW_KEY, OLD_KEY } from './keys.ts';

const AUTH = {
  AUTH_ISSUER: 'https://id.example.com/',
  AUTH_AUDIENCE: 'payments',
  AUTH_JWKS_URL: 'https://id.example.com/jwks.json',
};
const DATABASE = { DATABASE_URL: 'postgres://user:hush@db.example.com/payments' };
const PORTONE = {
  PORTONE_API_SECRET: 'hush',
  PORTONE_STORE_ID: 'store-1',
  PORTONE_CHANNEL_KEY: 'channel-key-1',
  PORTONE_CHANNEL_TYPE: 'TEST',
};
const TOSS = {
  TOSS_SECRET_KEY: 'test_sk_hush',
  TOSS_CLIENT_KEY: 'test_ck_1',
  TOSS_MERCHANT_ID: 'merchant-1',
  TOSS_KEY_TYPE: 'TEST',
};
const KEYS = { ENCRYPTION_KEYS: `${NEW_KEY},${OLD_KEY}` };

describe('what each process needs', () => {
  it('is enough to start it, the rest has defaults', () => {
    const api = loadApiConfig({ ...AUTH, ...DATABASE, ...KEYS });
    expect(api).toMatchObject({
      ...{ host: '127.0.0.1', port: 3000 },
      bodyLimitBytes: 65_536,
      rateLimitPerMinute: 600,
      maxInFlightRequests: 256,
      ...{ shutdownDrainMs: 5_000, shutdownGraceMs: 10_000 },
      temporal: { address: '127.0.0.1:7233', namespace: 'default' },
      auth: { issuer: 'https://id.example.com/', tokenType: 'at+jwt' },
      gatewayRoutes: { CARD: 'PORTONE', TRANSFER: 'PORTONE', EASY_PAY: 'PORTONE' },
    });
    expect(api.keyRing.ids).toEqual(['2026', '2025']);

    const worker = loadWorkerConfig({ ...DATABASE, ...KEYS, ...PORTONE });
    expect(worker.gateways.TOSS).toBeNull();
    expect(loadWorkerConfig({ ...DATABASE, ...KEYS, ...PORTONE, ...TOSS }).gateways.TOSS).toMatchObject({
      apiUrl: 'https://api.tosspayments.com',
      keyType: 'TEST',
      checkoutUrl: undefined,
      sendRefundableAmount: false,
      readTimeoutMs: 10_000,
      moneyTimeoutMs: 50_000,
    });
    expect(worker).toMatchObject({
      paymentExpiresAfterMs: 1_800_000,
      attentionAfterMs: 600_000,
      ...{ metricsAddress: null, workflowBundle: null },
      kafka: { brokers: ['127.0.0.1:9092'], topic: 'payment.events.v1' },
      gateways: {
        PORTONE: {
          apiUrl: 'https://api.portone.io',
          channelType: 'TEST',
          checkoutUrl: undefined,
          quoteIdempotencyKey: false,
          readTimeoutMs: 10_000,
          cancelTimeoutMs: 60_000,
        },
      },
    });
    expect(loadCodecConfig(KEYS)).toMatchObject({ port: 4002, access: { kind: 'loopback' } });
    expect(loadMigrateConfig(DATABASE).databaseUrl.reveal()).toBe(DATABASE.DATABASE_URL);
    expect(loadProvisionConfig({}).kafka).toMatchObject({ partitions: 3, replication: 1 });
  });

  it('is what the fault messages ask for: following them word by word gives a configuration that loads', () => {
    const table: Readonly<Record<string, Variable>> = VARIABLES;
    const examples = Object.fromEntries(Object.entries(table).map(([name, { example }]) => [name, example]));
    for (const load of [
      loadApiConfig,
      loadWorkerConfig,
      loadCodecConfig,
      loadMigrateConfig,
      loadProvisionConfig,
      loadReportConfig,
      loadRotateKeysConfig,
      loadOperatorConfig,
    ]) {
      expect(() => load(examples)).not.toThrow();
    }
  });
});

describe('a faulty configuration', () => {
  it('tells every fault at once: the variable, what is wrong, an example', () => {
    const faults = faultsOf(() =>
      loadWorkerConfig({
        ...DATABASE,
        ENCRYPTION_KEYS: 'k1:c2hvcnQ=',
        TEMPORAL_ADDRESS: 'temporal',
        DATABASE_POOL_SIZE: 'many',
        GATEWAY_ROUTES: 'CARD=STRIPE,CHEQUE=PORTONE,TRANSFER=PORTONE,TRANSFER=PORTONE',
        PORTONE_CHANNEL_TYPE: 'live',
        PORTONE_STORE_ID: 'store-1',
        PORTONE_CHANNEL_KEY: ' ',
        LOG_LEVEL: 'loud',
      }),
    );
    for (const fault of [
      'ENCRYPTION_KEYS key "k1" has 5 bytes, it needs 32. Example: ENCRYPTION_KEYS=',
      'TEMPORAL_ADDRESS must be host:port (it is "temporal"). Example: TEMPORAL_ADDRESS=temporal.example.com:7233',
      'DATABASE_POOL_SIZE must be a whole number from 1 to 500 (it is "many"). Example: DATABASE_POOL_SIZE=10',
      'GATEWAY_ROUTES routes CARD to "STRIPE", which is none of PORTONE',
      'GATEWAY_ROUTES routes "CHEQUE", which is none of CARD, TRANSFER, VIRTUAL_ACCOUNT, EASY_PAY, MOBILE',
      'GATEWAY_ROUTES routes TRANSFER twice',
      'PORTONE_CHANNEL_TYPE must be one of LIVE, TEST (it is "live"). Example: PORTONE_CHANNEL_TYPE=LIVE',
      'PORTONE_CHANNEL_KEY is not set.',
      'PORTONE_API_SECRET is not set. V2 API secret.',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal (it is "loud")',
    ]) {
      expect(faults).toContainEqual(expect.stringContaining(fault));
    }
    expect(faults).toHaveLength(10);
  });

  it('is a route to Toss without what Toss needs, and keys that are not of the kind they must be', () => {
    const routed = { ...DATABASE, ...KEYS, ...PORTONE, GATEWAY_ROUTES: 'CARD=PORTONE,MOBILE=TOSS' };
    expect(faultsOf(() => loadWorkerConfig(routed))).toEqual(
      ['TOSS_SECRET_KEY', 'TOSS_CLIENT_KEY', 'TOSS_MERCHANT_ID', 'TOSS_KEY_TYPE'].map((name) =>
        expect.stringMatching(
          new RegExp(`^${name} is not set.*GATEWAY_ROUTES leads to TOSS, so it is needed\\.$`),
        ),
      ),
    );
    expect(faultsOf(() => loadWorkerConfig({ ...routed, ...TOSS, TOSS_KEY_TYPE: 'LIVE' }))).toEqual([
      'TOSS_SECRET_KEY does not begin with live_, although TOSS_KEY_TYPE=LIVE',
      'TOSS_CLIENT_KEY does not begin with live_, although TOSS_KEY_TYPE=LIVE',
    ]);
  });

  it('is not a gateway that nothing asks for: a shop that has one only need not know the other', () => {
    const { gateways } = loadWorkerConfig({ ...DATABASE, ...KEYS, ...TOSS, GATEWAY_ROUTES: 'CARD=TOSS' });
    expect(gateways.PORTONE).toBeNull();
    expect(gateways.TOSS).toMatchObject({ merchantId: 'merchant-1' });
    expect(faultsOf(() => loadWorkerConfig({ ...DATABASE, ...KEYS })).join('\n')).toContain(
      'PORTONE_STORE_ID is not set. The store: money of another store is not ours.',
    );
  });

  it.each(['hush', 'whsec_hush', 'whsec_', ',', 'whsec_aHVzaGh1c2hodXNoaHVzaA==,hush'])(
    'is "%s" as the secrets of webhooks, and that is told without them',
    (PORTONE_WEBHOOK_SECRETS) => {
      const error = errorOf(() => loadApiConfig({ ...AUTH, ...DATABASE, ...KEYS, PORTONE_WEBHOOK_SECRETS }));
      expect(error.faults).toEqual([expect.stringMatching(/^PORTONE_WEBHOOK_SECRETS must be secrets/)]);
      expect(error.message).not.toContain('hush');
    },
  );

  it('is never told with the value of a secret', () => {
    const error = errorOf(() =>
      loadApiConfig({ ...AUTH, DATABASE_URL: 'mysql://user:hush@db/x', ENCRYPTION_KEYS: 'hush' }),
    );
    expect(error.faults).toHaveLength(2);
    expect(`${error.message}${error.stack}`).not.toContain('hush');
  });

  it.each([
    ['0.0.0.0', /CODEC_ACCESS=token/],
    ['codec.example.com', /CODEC_ACCESS=token/],
  ])('is a codec server on %s that asks for no token', (host, fault) => {
    expect(() => loadCodecConfig({ ...KEYS, CODEC_HOST: host })).toThrow(fault);
  });

  it('is a codec server that shall check tokens and does not know whose', () => {
    expect(
      faultsOf(() => loadCodecConfig({ CODEC_ACCESS: 'token' })).map((fault) => fault.split(' ')[0]),
    ).toEqual(['ENCRYPTION_KEYS', 'AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL']);
    const config = loadCodecConfig({ ...KEYS, ...AUTH, CODEC_ACCESS: 'token', CODEC_HOST: '0.0.0.0' });
    expect(config.access).toMatchObject({ kind: 'token', auth: { audience: 'payments' } });
  });
});

describe('a loaded configuration', () => {
  it('takes several secrets of webhooks, with their prefix or bare, and none at all', () => {
    const secretsIn = (PORTONE_WEBHOOK_SECRETS?: string) =>
      loadApiConfig({ ...AUTH, ...DATABASE, ...KEYS, PORTONE_WEBHOOK_SECRETS }).portOneWebhookSecrets;
    const [one, other] = ['whsec_MDEyMzQ1Njc4OWFiY2RlZg==', 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3'];
    expect(secretsIn(`${one}, ${other}`).map((secret) => secret.reveal())).toEqual([one, other]);
    expect(secretsIn()).toEqual([]);
  });

  it('prints no secret, however it is printed', () => {
    const config = loadWorkerConfig({ ...DATABASE, ...KEYS, ...PORTONE, ...TOSS });
    const printed = [
      JSON.stringify(config),
      inspect(config, { depth: 10 }),
      String(config.gateways.PORTONE?.apiSecret),
    ].join();
    expect(printed).not.toContain('hush');
    expect(printed).not.toContain(Buffer.alloc(32, 2).toString('base64'));
    expect(config.gateways.PORTONE?.apiSecret.reveal()).toBe('hush');
  });

  it('has base URLs without a slash at their end, and the issuer as it was written', () => {
    const { gateways } = loadWorkerConfig({
      ...DATABASE,
      ...KEYS,
      ...PORTONE,
      PORTONE_API_URL: 'http://127.0.0.1:4000/',
    });
    expect(gateways.PORTONE?.apiUrl).toBe('http://127.0.0.1:4000');
    expect(loadApiConfig({ ...AUTH, ...DATABASE, ...KEYS }).auth.issuer).toBe('https://id.example.com/');
  });
});

it('the configuration page has one row per variable and says which must be set', () => {
  const page = renderConfigurationPage();
  for (const name of Object.keys(VARIABLES)) expect(page).toContain(`| \`${name}\` |`);
  expect(page).toContain(
    '| `DATABASE_URL` | **required** | api, worker, migrate, rotate-keys, reconcile:report, operator |',
  );
  expect(page).toContain('| `AUTH_ISSUER` | **required** | api, codec (`CODEC_ACCESS=token`) |');
  expect(page).toContain('| `PORTONE_CHECKOUT_URL` | none | worker (`GATEWAY_ROUTES` to `PORTONE`) |');
});

function errorOf(load: () => unknown): ConfigError {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('expected a ConfigError');
}

function faultsOf(load: () => unknown): readonly string[] {
  return errorOf(load).faults;
}
