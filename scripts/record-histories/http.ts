/** HTTP to the API as a customer's client, to the payment window as their browser, to the simulator's control endpoint. */
import { z } from 'zod';
import type { Stage } from './stage.ts';

const bodySchema = z.looseObject({
  status: z.union([z.string(), z.number()]).optional(),
  code: z.string().optional(),
  attention: z.string().nullish(),
  checkout: z.looseObject({ url: z.string() }).default({ url: '' }),
  cancellations: z.array(z.looseObject({ status: z.string() })).default([]),
});

export type ApiAnswer = { readonly status: number; readonly body: z.infer<typeof bodySchema> };

type Message = { readonly body?: object; readonly key?: string };

export async function callApi(
  { api, token }: Stage,
  ...[method, path, { body, key } = {}]: [method: string, path: string, message?: Message]
): Promise<ApiAnswer> {
  const response = await fetch(`${api}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'accept-language': 'en',
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: bodySchema.parse(await response.json()) };
}

/** Returns the transaction that the window reports. */
export async function payInWindow(checkoutUrl: string, card?: string): Promise<string> {
  return await visitWindow(checkoutUrl, card === undefined ? {} : { card: { number: card } });
}

/** What else a customer may choose there. */
export async function visitWindow(checkoutUrl: string, body: object): Promise<string> {
  const response = await post(checkoutUrl, body);
  return z.looseObject({ pgTransactionId: z.string() }).parse(await response.json()).pgTransactionId;
}

export async function callSimulator({ simulator }: Stage, path: string, body: object): Promise<void> {
  const response = await post(`${simulator}${path}`, body);
  if (!response.ok) throw new Error(`the simulator refused: ${await response.text()}`);
}

export async function clearFaults({ simulator }: Stage): Promise<void> {
  await fetch(`${simulator}/control/faults`, { method: 'DELETE' });
}

async function post(url: string, body: object): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
