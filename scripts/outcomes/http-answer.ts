/** What a client gets for a verdict: asked of the API's own code, over its own HTTP library, without a socket. */
import { Hono } from 'hono';
import type { ApiEnv } from '../../api/context.ts';
import { handleProblems } from '../../api/middleware/handle-problems.ts';
import { answerVerdict } from '../../api/routes/payments/settle-answer.ts';
import { createLogger } from '../../platform/logger.ts';
import type { Known } from './consequence.ts';

/** `200`, or `402 PAYMENT_DECLINED`. */
export async function httpAnswer({ payment, verdict }: Known): Promise<string> {
  const app = new Hono<ApiEnv>();
  const rows = { findById: async () => payment };
  app.get('/', async (c) => {
    c.set('language', 'en');
    return await answerVerdict(c, rows, { payment, answer: verdict });
  });
  app.onError(handleProblems(createLogger({ level: 'fatal', process: 'outcomes' })));
  const response = await app.request('/');
  const body: unknown = await response.json();
  const isProblem = typeof body === 'object' && body !== null && 'code' in body;
  return isProblem ? `${response.status} \`${String(body.code)}\`` : `${response.status}`;
}
