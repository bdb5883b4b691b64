/**
 * The test cards, with the numbers that developers know from Stripe, and what each does. The codes are those
 * of Toss Payments, the gateway that this PortOne store pretends to stand before (docs.tosspayments.com,
 * reference/error-codes).
 */
import type { MaskedCard, OutcomeName } from './journal-entries.ts';
import type { Settlement } from './ledger.ts';

export type TestCard = { number: string; name: OutcomeName; settlement: Settlement };

const decline = (code: string, message: string): Settlement => ({ kind: 'decline', code, message });

export const TEST_CARDS: readonly TestCard[] = [
  { number: '4242424242424242', name: 'approved', settlement: { kind: 'approve' } },
  {
    number: '4000000000000002',
    name: 'declined',
    settlement: decline('INVALID_REJECT_CARD', '카드 사용이 거절되었습니다. 카드사 문의가 필요합니다.'),
  },
  {
    number: '4000000000009995',
    name: 'insufficient',
    settlement: decline('REJECT_ACCOUNT_PAYMENT', '잔액부족으로 결제에 실패했습니다.'),
  },
  {
    number: '4000000000000069',
    name: 'expired',
    settlement: decline('INVALID_CARD_EXPIRATION', '카드 정보를 다시 확인해주세요. (유효기간)'),
  },
  {
    number: '4000000000000127',
    name: 'invalid',
    settlement: decline('INVALID_CARD_NUMBER', '카드번호를 다시 확인해주세요.'),
  },
  { number: '4000000000000119', name: 'pending', settlement: { kind: 'pend' } },
];

/** What a customer who closes the window leaves behind. */
export const CLOSED_BY_CUSTOMER = decline('PAY_PROCESS_CANCELED', '사용자에 의해 결제가 취소되었습니다.');

export function findTestCard(number: string): TestCard | undefined {
  const digits = number.replaceAll(/[\s-]/g, '');
  return TEST_CARDS.find((card) => card.number === digits);
}

/** What the choice of this name comes to. */
export function settlementOf(name: OutcomeName): Settlement {
  return TEST_CARDS.find((card) => card.name === name)?.settlement ?? { kind: 'leave_open' };
}

export function maskCard({ number }: TestCard): MaskedCard {
  return { brand: 'VISA', maskedNumber: `${number.slice(0, 6)}******${number.slice(-4)}` };
}
