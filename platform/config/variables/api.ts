/** How the API is reached, and whose tokens it believes. */
import * as is from '../schemas.ts';
import type { Variable } from '../variable.ts';

const TOKEN_CHECKERS = ['api', 'codec-token'] as const;

export const API_VARIABLES = {
  API_HOST: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.text,
    byDefault: '127.0.0.1',
    example: '0.0.0.0',
    description: 'Address the API listens on.',
  },
  API_PORT: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.port,
    byDefault: '3000',
    example: '3000',
    description: 'Port the API listens on.',
  },
  HTTP_BODY_LIMIT_BYTES: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.wholeNumber(1_024, 1_048_576),
    byDefault: '65536',
    example: '65536',
    description: 'A longer request body is refused with 413.',
  },
  RATE_LIMIT_PER_MINUTE: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.wholeNumber(1, 1_000_000),
    byDefault: '600',
    example: '600',
    description: 'Requests that one user may send in a minute; further ones get 429.',
  },
  WEBHOOK_LOOKS_PER_MINUTE: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.wholeNumber(1, 1_000_000),
    byDefault: '300',
    example: '300',
    description:
      "How many looks at one gateway its unsigned webhooks may cause in a minute; further ones get 429, and the gateway sends them again. Below the gateway's own limit, divided by the number of API processes.",
  },
  MAX_IN_FLIGHT_REQUESTS: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.wholeNumber(1, 10_000),
    byDefault: '256',
    example: '256',
    description:
      'Requests of clients that one API process works on at the same time; further ones get 503 with `Retry-After` at once, so that those within are answered in time. While workflows are slow to take requests up, fewer are let in by itself. Webhooks and health are not counted.',
  },
  SHUTDOWN_DRAIN_SECONDS: {
    section: 'HTTP API',
    usedBy: ['api'],
    schema: is.wholeNumber(0, 120),
    byDefault: '5',
    example: '30',
    description:
      'How long after SIGTERM the API still takes requests, while `/health/ready` says 503: longer than whatever balances the load takes to notice. `SHUTDOWN_GRACE_SECONDS` begin after it.',
  },
  AUTH_ISSUER: {
    section: 'Tokens',
    usedBy: TOKEN_CHECKERS,
    schema: is.issuerUrl,
    example: 'https://id.example.com/',
    description: 'The `iss` that a token must carry, letter by letter.',
  },
  AUTH_AUDIENCE: {
    section: 'Tokens',
    usedBy: TOKEN_CHECKERS,
    schema: is.text,
    example: 'payments',
    description: 'The `aud` that a token must carry.',
  },
  AUTH_JWKS_URL: {
    section: 'Tokens',
    usedBy: TOKEN_CHECKERS,
    schema: is.httpUrl,
    example: 'https://id.example.com/.well-known/jwks.json',
    description: "Where the issuer's public keys are.",
  },
  AUTH_TOKEN_TYPE: {
    section: 'Tokens',
    usedBy: TOKEN_CHECKERS,
    schema: is.oneOf(['at+jwt', 'JWT']),
    byDefault: 'at+jwt',
    example: 'JWT',
    description:
      'The `typ` in the header of a token: RFC 9068 access tokens say `at+jwt`, many issuers say `JWT`.',
  },
} as const satisfies Readonly<Record<string, Variable>>;
