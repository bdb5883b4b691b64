/**
 * For whoever runs this process. live: it answers. ready: the database, Temporal and the schema's version are fit
 * for requests; not the gateway and not Kafka, which payments wait for without help.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import type { ApiEnv } from '../context.ts';
import type { ReadinessCheck } from '../deps.ts';

const CHECK_TIMEOUT_MS = 2_000;

const liveSchema = z.strictObject({ status: z.literal('live') }).openapi('Live');
const readySchema = z
  .strictObject({
    status: z.enum(['ready', 'not_ready']),
    checks: z.record(z.string(), z.enum(['ok', 'failed'])),
  })
  .openapi('Ready');

export const liveDocument = createRoute({
  method: 'get',
  path: '/health/live',
  operationId: 'live',
  summary: 'Is the process alive?',
  tags: ['health'],
  responses: { 200: { description: 'Yes.', content: { 'application/json': { schema: liveSchema } } } },
});

export const readyDocument = createRoute({
  method: 'get',
  path: '/health/ready',
  operationId: 'ready',
  summary: 'Can it serve requests?',
  tags: ['health'],
  responses: {
    200: { description: 'Yes.', content: { 'application/json': { schema: readySchema } } },
    503: {
      description: 'Not now; `checks` says what is missing.',
      content: { 'application/json': { schema: readySchema } },
    },
  },
});

export function addHealth(app: Hono<ApiEnv>, checks: readonly ReadinessCheck[]): void {
  app.get(liveDocument.path, (c) => c.json({ status: 'live' }, 200, NO_STORE));
  app.get(readyDocument.path, async (c) => {
    const results = await Promise.all(checks.map(runCheck));
    const isReady = results.every(([, result]) => result === 'ok');
    const body = { status: isReady ? 'ready' : 'not_ready', checks: Object.fromEntries(results) };
    return c.json(body, isReady ? 200 : 503, NO_STORE);
  });
}

const NO_STORE = { 'Cache-Control': 'no-store' };

async function runCheck({ name, check }: ReadinessCheck): Promise<readonly [string, 'ok' | 'failed']> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('timeout')), CHECK_TIMEOUT_MS);
  try {
    await Promise.race([check(), tooLate]);
    return [name, 'ok'];
  } catch {
    // Why is in the log of whoever owns the connection; it is nobody's business over HTTP.
    return [name, 'failed'];
  } finally {
    clearTimeout(timer);
  }
}
