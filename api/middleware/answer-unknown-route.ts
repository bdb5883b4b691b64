/** What no route takes: 405 with `Allow` when the path is known under another method, else 404. */
import type { Hono, NotFoundHandler } from 'hono';
import type { ApiEnv } from '../context.ts';
import { Problem } from '../problem.ts';
import { answerProblem } from './handle-problems.ts';

/** Reads the table of routes when the first unknown one comes: by then all are registered. */
export function answerUnknownRoute(app: Hono<ApiEnv>): NotFoundHandler<ApiEnv> {
  return (c) => {
    const { pathname } = new URL(c.req.url);
    const allowed = methodsOf(app, pathname);
    if (allowed.length === 0) {
      return answerProblem(
        c,
        new Problem('ROUTE_NOT_FOUND', { params: { method: c.req.method, path: pathname } }),
      );
    }
    const list = allowed.join(', ');
    const params = { path: pathname, allowed: list };
    return answerProblem(c, new Problem('METHOD_NOT_ALLOWED', { params, headers: { Allow: list } }));
  };
}

function methodsOf(app: Hono<ApiEnv>, pathname: string): readonly string[] {
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && matches(path, pathname));
  // `/payments/complete` is a resource of its own, and not a payment of that name.
  const exact = routes.filter(({ path }) => path === pathname);
  const methods = (exact.length > 0 ? exact : routes).flatMap(({ method }) =>
    method === 'GET' ? ['GET', 'HEAD'] : [method],
  );
  return [...new Set(methods)].sort();
}

/** Our patterns are segments, some of them `:name`. */
function matches(pattern: string, pathname: string): boolean {
  const expected = pattern.split('/');
  const actual = pathname.split('/');
  return (
    expected.length === actual.length &&
    expected.every((segment, index) =>
      segment.startsWith(':') ? actual[index] !== '' : segment === actual[index],
    )
  );
}
