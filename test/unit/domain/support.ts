/** A payment to decide about; each test says only what matters to it. */
export * from '../../../scripts/outcomes/samples.ts';

export function KRW(amountMinor: number) {
  return { amountMinor, currency: 'KRW' };
}

/** After the payment's time. */
export const TOO_LATE_MS = Date.parse('2026-01-01T00:31:00.000Z');
