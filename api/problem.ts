/**
 * The one table to HTTP: every error answer of the API is a `Problem`, rendered here as RFC 9457
 * `application/problem+json`. What is not a Problem becomes INTERNAL_ERROR: nothing internal gets out.
 */
import { ERRORS, type ErrorCode, type ErrorParams } from '../domain/errors.ts';
import type { Decline } from '../domain/payment.ts';
import type { Language } from './language.ts';
import { faultMessage } from './shape/fault-messages.ts';
import type { Fault } from './shape/faults.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export type ProblemOptions = {
  readonly params?: ErrorParams | undefined;
  readonly faults?: readonly Fault[] | undefined;
  readonly decline?: Decline | null | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For the log only. */
  readonly cause?: unknown;
};

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ErrorCode;
  readonly options: ProblemOptions;

  constructor(code: ErrorCode, options: ProblemOptions = {}) {
    super(code, { cause: options.cause });
    this.code = code;
    this.options = options;
  }
}

/** Try again, with the same key: nothing is taken twice. */
export function unavailable(cause?: unknown, retryAfterSeconds = 1): Problem {
  return new Problem('TEMPORARILY_UNAVAILABLE', {
    cause,
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });
}

/** Too much was asked for; after this it is taken again. */
export function rateLimited(retryAfterMs: number): Problem {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return new Problem('RATE_LIMITED', { headers: { 'Retry-After': String(seconds) } });
}

export type ProblemBody = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly instance: string;
  readonly requestId: string;
  readonly params?: ErrorParams;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
  readonly decline?: Decline;
};

export type Occurrence = {
  readonly instance: string;
  readonly requestId: string;
  readonly language: Language;
};

export type ProblemAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export function renderProblem(problem: Problem, occurrence: Occurrence): ProblemAnswer {
  const body = problemBody(problem, occurrence);
  const headers = {
    'Content-Type': PROBLEM_MEDIA_TYPE,
    'Content-Language': occurrence.language,
    ...problem.options.headers,
  };
  return { status: body.status, headers, body: JSON.stringify(body) };
}

function problemBody(problem: Problem, { instance, requestId, language }: Occurrence): ProblemBody {
  const { status, title, detail } = ERRORS[problem.code];
  const { params = {}, faults = [], decline } = problem.options;
  return {
    type: `/docs/errors#${problem.code}`,
    title: title[language],
    status,
    code: problem.code,
    detail: fill(detail[language], params),
    instance,
    requestId,
    ...(Object.keys(params).length > 0 ? { params } : {}),
    ...(faults.length > 0
      ? {
          errors: faults.map((fault) => ({
            pointer: fault.pointer,
            code: fault.code,
            message: faultMessage(fault, language),
          })),
        }
      : {}),
    ...(decline ? { decline } : {}),
  };
}

function fill(template: string, params: ErrorParams): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    return Object.hasOwn(params, name) ? String(params[name]) : placeholder;
  });
}
