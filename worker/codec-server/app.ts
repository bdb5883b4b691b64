/**
 * Temporal's remote codec protocol: the Web UI and the CLI send payloads, and get them decoded (or encoded). Only the
 * end of the path counts, so that `/{namespace}/decode` works as well.
 * https://docs.temporal.io/codec-server
 */
import type { PayloadCodec } from '@temporalio/common';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { DecryptionError, UnknownKeyError } from '../../platform/crypto/key-ring.ts';
import type { Logger } from '../../platform/logger.ts';
import { payloadsJson, toPayloadsJson } from './payloads-json.ts';

export type CodecAppOptions = {
  readonly codec: PayloadCodec;
  readonly allowedOrigins: readonly string[];
  /** Refuses whoever may not see payments; runs before the body is read. */
  readonly access: MiddlewareHandler;
  readonly logger: Logger;
};

export function createCodecApp({ codec, allowedOrigins, access, logger }: CodecAppOptions): Hono {
  const app = new Hono();
  app.use(
    cors({
      origin: [...allowedOrigins],
      allowMethods: ['POST'],
      allowHeaders: ['Authorization', 'Content-Type', 'X-Namespace'],
      maxAge: PREFLIGHT_MAX_AGE_SECONDS,
    }),
  );
  app.use(fromAllowedOrigins(allowedOrigins));
  app.use(access);
  app.use(
    bodyLimit({
      maxSize: BODY_LIMIT_BYTES,
      onError: (context) =>
        context.json({ message: `The body may have ${BODY_LIMIT_BYTES} bytes at most` }, 413),
    }),
  );

  app.all('*', async (context) => {
    const operation = OPERATIONS.find((name) => context.req.path.endsWith(`/${name}`));
    if (operation === undefined) return context.json({ message: 'Only /decode and /encode are served' }, 404);
    if (context.req.method !== 'POST') return context.json({ message: 'Only POST' }, 405, { Allow: 'POST' });
    const body = payloadsJson.safeParse(await context.req.json().catch(() => undefined));
    if (!body.success)
      return context.json({ message: 'The body must be {payloads: […]} in protobuf JSON' }, 400);
    return context.json(toPayloadsJson(await codec[operation](body.data.payloads)));
  });

  app.onError((error, context) => {
    if (error instanceof UnknownKeyError || error instanceof DecryptionError) {
      return context.json({ message: error.message }, 400);
    }
    logger.error({ err: error }, 'codec request failed');
    return context.json({ message: 'Unexpected error; see the log of the codec server' }, 500);
  });
  return app;
}

const OPERATIONS = ['decode', 'encode'] as const;
const PREFLIGHT_MAX_AGE_SECONDS = 600;

/** One page of a history: gRPC lets 4 MiB through, base64 makes a third more of it. */
const BODY_LIMIT_BYTES = 8 * 1_024 * 1_024;

// CORS only keeps an answer from a foreign page; this keeps it from being made.
function fromAllowedOrigins(allowed: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const origin = context.req.header('Origin');
    if (origin !== undefined && !allowed.includes(origin)) {
      return context.json({ message: `${origin} is not in CODEC_ALLOWED_ORIGIN` }, 403);
    }
    return next();
  };
}
