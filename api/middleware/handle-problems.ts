/** Everything thrown in a request ends here: a Problem as it is, anything else as INTERNAL_ERROR, logged. */
import type { ErrorHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ERRORS } from '../../domain/errors.ts';
import type { Logger } from '../../platform/logger.ts';
import type { ApiContext, ApiEnv } from '../context.ts';
import { Problem, renderProblem } from '../problem.ts';

export function handleProblems(logger: Logger): ErrorHandler<ApiEnv> {
  return (error, c) => {
    const problem = error instanceof Problem ? error : new Problem('INTERNAL_ERROR', { cause: error });
    if (ERRORS[problem.code].status >= 500) {
      logger.error(
        { requestId: c.get('requestId'), code: problem.code, err: problem.cause },
        'request failed',
      );
    }
    return answerProblem(c, problem);
  };
}

export function answerProblem(c: ApiContext, problem: Problem): Response {
  c.set('problemCode', problem.code);
  const { body, status, headers } = renderProblem(problem, {
    instance: new URL(c.req.url).pathname,
    requestId: c.get('requestId'),
    language: c.get('language'),
  });
  // `c.body` keeps what middleware has set so far (RateLimit, …).
  return c.body(body, asStatus(status), headers);
}

/** Guarantee: the registry holds nothing but HTTP statuses from 400 to 503, all of which carry a body. */
function asStatus(status: number): ContentfulStatusCode {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the guarantee above
  return status as ContentfulStatusCode;
}
