/** How the text of one environment variable becomes a value. Each message completes the sentence "NAME …". */
import { isIP } from 'node:net';
import { z } from 'zod';
import { METHOD_TYPES } from '../../domain/methods.ts';
import { type GatewayRoutes, PROVIDERS, type Provider } from '../../domain/providers.ts';
import { Secret } from '../../domain/secret.ts';
import { KeyRingError, parseKeyRing } from '../crypto/key-ring.ts';

export const text = z.string();

export const secretText = z.string().transform((value) => new Secret(value));

/** Base URL without a slash at its end, so that paths can be appended. */
export const httpUrl = z
  .string()
  .refine((value) => hasProtocol(value, ['http:', 'https:']), 'must be an http:// or https:// URL')
  .transform((value) => value.replace(/\/+$/, ''));

/** An issuer is compared letter by letter with a token's `iss`: a slash at the end counts. */
export const issuerUrl = z
  .string()
  .refine((value) => hasProtocol(value, ['http:', 'https:']), 'must be an http:// or https:// URL');

export const postgresUrl = z
  .string()
  .refine((value) => hasProtocol(value, ['postgres:', 'postgresql:']), 'must be a postgres:// URL')
  .transform((value) => new Secret(value));

/** Browser origins: scheme, host and port, nothing behind. */
export const origins = list(
  (item) => hasProtocol(item, ['http:', 'https:']) && new URL(item).origin === item,
  'must be origins such as https://temporal.example.com (no path), separated by commas',
);

const HOST_AND_PORT = /^(\[[0-9a-fA-F:.]+\]|[^\s:,[\]]+):(\d{1,5})$/;

export const hostAndPort = z.string().refine(isHostAndPort, 'must be host:port');

/** What a server listens on: no name, which could mean several. */
export const addressAndPort = z
  .string()
  .refine(
    (value) =>
      isHostAndPort(value) && isIP((HOST_AND_PORT.exec(value)?.[1] ?? '').replace(/^\[|\]$/g, '')) !== 0,
    'must be an IP address and a port, as 127.0.0.1:9464',
  );

export const hostAndPortList = list(isHostAndPort, 'must be host:port, several separated by commas');

/** A whole number within bounds, both included. */
export function wholeNumber(min: number, max: number) {
  const words = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, words)
    .transform(Number)
    .refine((value) => value >= min && value <= max, words);
}

export const port = wholeNumber(1, 65_535);

export function oneOf<const Choices extends readonly [string, ...string[]]>(choices: Choices) {
  return z.enum(choices, `must be one of ${choices.join(', ')}`);
}

export const yesOrNo = oneOf(['true', 'false']).transform((value) => value === 'true');

export const keyRing = z.string().transform((value, context) => {
  try {
    return parseKeyRing(value);
  } catch (error) {
    if (!(error instanceof KeyRingError)) throw error;
    context.addIssue(error.message);
    return z.NEVER;
  }
});

/** Standard Webhooks: base64 of at least 16 bytes, `whsec_` before it or not. */
export const webhookSecrets = list(
  (item) =>
    /^(whsec_)?[A-Za-z0-9+/]+={0,2}$/.test(item) &&
    Buffer.from(item.replace(/^whsec_/, ''), 'base64').length >= 16,
  'must be secrets such as whsec_… (base64 of 16 bytes or more), separated by commas',
).transform((secrets) => secrets.map((secret) => new Secret(secret)));

/** `CARD=PORTONE,TRANSFER=PORTONE`: which gateway serves which method. */
export const gatewayRoutes = z.string().transform((value, context): GatewayRoutes => {
  const routes: Record<string, Provider> = {};
  for (const part of items(value)) {
    const [method = '', name = ''] = part.split('=').map((side) => side.trim());
    const provider = PROVIDERS.find((known) => known === name);
    if (!METHOD_TYPES.some((known) => known === method)) {
      context.addIssue(`routes "${method}", which is none of ${METHOD_TYPES.join(', ')}`);
    } else if (provider === undefined) {
      context.addIssue(`routes ${method} to "${name}", which is none of ${PROVIDERS.join(', ')}`);
    } else if (routes[method] !== undefined) {
      context.addIssue(`routes ${method} twice`);
    } else {
      routes[method] = provider;
    }
  }
  return routes;
});

function list(isItem: (item: string) => boolean, message: string) {
  return z
    .string()
    .transform(items)
    .refine((all) => all.length > 0 && all.every(isItem), message);
}

function items(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isHostAndPort(value: string): boolean {
  const portText = HOST_AND_PORT.exec(value)?.[2];
  return portText !== undefined && Number(portText) >= 1 && Number(portText) <= 65_535;
}

function hasProtocol(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}
