/** The `responses` of a route in the OpenAPI document: its successes, and its errors grouped by status. */
import type { RouteConfig, z } from '@hono/zod-openapi';
import { ERRORS, type ErrorCode } from '../../domain/errors.ts';
import { PROBLEM_MEDIA_TYPE } from '../problem.ts';
import { problemSchema } from '../schemas/problem.ts';

export type Success = {
  readonly description: string;
  readonly schema: z.ZodType;
  readonly headers?: Readonly<Record<string, string>>;
  /** What can be done next with what was answered. */
  readonly links?: Record<string, Link>;
};

type Link = {
  operationId: string;
  parameters?: Record<string, string>;
  requestBody?: Record<string, string>;
  description?: string;
};

/** What every authenticated route may answer. */
const COMMON: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'TOKEN_INVALID',
  'FORBIDDEN',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
  'TEMPORARILY_UNAVAILABLE',
];

export const BODY_ERRORS: readonly ErrorCode[] = [
  'INVALID_REQUEST',
  'MALFORMED_JSON',
  'CARD_NUMBER_NOT_ACCEPTED',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
];

export function describeAnswers(
  successes: Readonly<Record<number, Success>>,
  errors: readonly ErrorCode[],
  common = COMMON,
): RouteConfig['responses'] {
  const problems = Map.groupBy(new Set([...errors, ...common]), (code) => ERRORS[code].status);
  return Object.fromEntries([
    ...Object.entries(successes).map(([status, success]) => [status, describeSuccess(success)] as const),
    ...[...problems].map(([status, codes]) => [status, describeProblems(codes)] as const),
  ]);
}

function describeSuccess({
  description,
  schema,
  headers = {},
  links,
}: Success): RouteConfig['responses'][string] {
  return {
    description,
    headers: describeHeaders({ 'X-Request-Id': 'Names this request in the log.', ...headers }),
    content: { 'application/json': { schema } },
    ...(links !== undefined && { links }),
  };
}

function describeProblems(codes: readonly ErrorCode[]): RouteConfig['responses'][string] {
  const statuses = new Set<number>(codes.map((code) => ERRORS[code].status));
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title.en}`).join('. '),
    headers: describeHeaders({
      'X-Request-Id': 'Names this request in the log.',
      ...(statuses.has(401) || statuses.has(403) ? { 'WWW-Authenticate': 'RFC 6750.' } : {}),
      ...(statuses.has(429) || statuses.has(503) ? { 'Retry-After': 'Seconds.' } : {}),
    }),
    content: { [PROBLEM_MEDIA_TYPE]: { schema: problemSchema } },
  };
}

function describeHeaders(
  headers: Readonly<Record<string, string>>,
): Record<string, { description: string; schema: { type: 'string' } }> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' as const } },
    ]),
  );
}
