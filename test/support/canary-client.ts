/** A client whose answers are all kept, to be searched for what must not be in them; and the simulator's levers. */
import { z } from 'zod';

const bodySchema = z.looseObject({
  paymentId: z.string().default(''),
  checkout: z.looseObject({ url: z.string() }).optional(),
  virtualAccount: z.looseObject({ accountNumber: z.string() }).optional(),
});

type Asking = { readonly key?: string; readonly bearer?: string };

export type CanaryClient = ReturnType<typeof canaryClient>;

export function canaryClient({ api, simulator, token }: { api: string; simulator: string; token: string }) {
  const answers: { readonly status: number; readonly text: string }[] = [];

  async function post(path: string, body: unknown, { key, bearer = token }: Asking = {}) {
    const response = await fetch(`${api}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    // Its own path is told to the client again (`instance`), and to nobody else.
    answers.push({ status: response.status, text: text.replaceAll(`/api/v1${path}`, '') });
    return { status: response.status, body: bodySchema.parse(JSON.parse(text)) };
  }

  async function control(what: 'faults' | 'actions', body: object) {
    await fetch(`${simulator}/control/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async function misbehave(call: string, fault: object) {
    await control('faults', { when: { call }, fault });
  }

  return { answers, post, control, misbehave };
}
