/** The OpenAPI 3.1 document, made from the schemas that check requests. Needs nothing that runs. */
import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { liveDocument, readyDocument } from './routes/health.ts';
import { cancelPaymentDocument } from './routes/payments/cancel.ts';
import { completePaymentDocument } from './routes/payments/complete.ts';
import { createPaymentDocument } from './routes/payments/create.ts';
import { getPaymentDocument } from './routes/payments/get.ts';
import { listMyPaymentsDocument } from './routes/payments/list-mine.ts';
import { receiveWebhookDocument } from './routes/webhooks/receive.ts';

const DOCUMENTED: readonly RouteConfig[] = [
  createPaymentDocument,
  completePaymentDocument,
  listMyPaymentsDocument,
  getPaymentDocument,
  cancelPaymentDocument,
  receiveWebhookDocument,
  liveDocument,
  readyDocument,
];

export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

export function openApiDocument(): OpenApiDocument {
  const app = new OpenAPIHono();
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The user is the token’s `sub`. Scopes: `payments:read`, `payments:write`.',
  });
  for (const route of DOCUMENTED) app.openAPIRegistry.registerPath(route);
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Payments', version: '1.0.0', description: DESCRIPTION, license: LICENSE },
    servers: [{ url: '/' }],
    tags: [{ name: 'payments' }, { name: 'webhooks' }, { name: 'health' }],
  });
}

/** The text of `docs/api/openapi.json`. */
export async function renderOpenApi(): Promise<string> {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}

const LICENSE = { name: 'Apache-2.0', identifier: 'Apache-2.0' };

const DESCRIPTION = `Create a payment, let the customer pay in the gateway's window, complete it; cancel it in full or in part.

Amounts are integers in the currency's minor unit. Send an \`Idempotency-Key\` and repeat any request whose answer you
did not get, with the same key: it is done once. 202 means "not known yet": look again later. Errors are RFC 9457
problems with a stable \`code\`, in Korean or English by \`Accept-Language\`.`;
