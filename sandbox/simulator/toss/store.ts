/** The one shop that the simulated Toss Payments knows. Its secret key says which kind of money it takes. */
export type TossStore = { secretKey: string; clientKey: string; merchantId: string };

export const SANDBOX_TOSS_STORE: TossStore = {
  secretKey: 'test_sk_simulator',
  clientKey: 'test_ck_simulator',
  merchantId: 'tsimulator',
};

export function keyTypeOf({ secretKey }: TossStore): 'LIVE' | 'TEST' {
  return secretKey.startsWith('live_') ? 'LIVE' : 'TEST';
}
