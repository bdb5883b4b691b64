/** What one payment's client and customer are given, and how they ask. */
import { z } from 'zod';
import { PROVIDERS } from '../../../domain/providers.ts';
import type { RefundAccount } from '../../../domain/requests.ts';
import type { gatewayOf } from '../../support/gateway.ts';
import { type RecordingClient, type Told, untilAnswered } from '../../support/recording-client.ts';
import type { PaymentScript } from '../plan/payment-script.ts';

export type Tools = {
  readonly client: RecordingClient;
  readonly gateway: ReturnType<typeof gatewayOf>;
  /** What identifies a person, and must not be found anywhere afterwards. */
  readonly personal: object;
  /** Whose account the money of a virtual account goes back to. */
  readonly account: Pick<RefundAccount, 'accountNumber' | 'holderName'>;
  /** An idempotency key for this payment: it may be personal as well. */
  readonly keyOf: (what: string) => string;
  readonly orderId: string;
  readonly noteMishap: (kind: string) => void;
  /** Of another payment: it pays nothing here. */
  readonly foreignTransaction: string;
};

const PATIENCE_MS = 40_000;

/** The same request again until it is answered, as a client is told to do; one that is not patient asks once. */
export async function ask({ isPatient }: PaymentScript, request: () => Promise<Told>): Promise<Told> {
  return await (isPatient ? untilAnswered(request, PATIENCE_MS) : request());
}

const createdSchema = z.looseObject({ paymentId: z.string(), provider: z.enum(PROVIDERS) });

/** Of an answer of success only: a refusal names another payment, if any. */
export function createdIn({ status, body }: Told): z.infer<typeof createdSchema> | undefined {
  return status === 200 || status === 201 ? createdSchema.parse(body) : undefined;
}
