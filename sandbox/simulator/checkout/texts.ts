/** The words of the payment page, Korean first as everywhere, English for whoever asks for it. */
import { CURRENCIES } from '../../../domain/money.ts';
import type { OutcomeName } from '../journal-entries.ts';
import type { CheckoutOutcome } from './outcome.ts';

export type Language = 'ko' | 'en';

export type Texts = {
  title: string;
  notice: string;
  order: string;
  amount: string;
  cards: string;
  accounts: string;
  outcomes: Record<OutcomeName, string>;
  pay: (amount: string) => string;
  issue: string;
  account: { bank: string; bankName: string; number: string; holder: string; due: string };
  deposit: (amount: string) => string;
  close: string;
  results: Record<CheckoutOutcome['status'], string>;
  explained: Record<CheckoutOutcome['status'], string>;
  transaction: string;
  goOn: string;
  again: string;
  faulty: string;
  alreadyPaid: string;
  noDeposit: string;
};

export const TEXTS: Record<Language, Texts> = {
  ko: {
    title: '테스트 결제',
    notice: '모의 결제창입니다. 실제 돈은 오가지 않습니다.',
    order: '주문',
    amount: '결제 금액',
    cards: '테스트 카드 선택',
    accounts: '결과 선택',
    outcomes: {
      approved: '승인',
      declined: '카드사 거절',
      insufficient: '잔액 부족',
      expired: '유효기간 만료',
      invalid: '잘못된 카드 번호',
      pending: '승인 대기 (결과 미정)',
    },
    pay: (amount) => `${amount} 결제하기`,
    issue: '가상계좌 발급받기',
    account: {
      bank: '은행',
      bankName: '신한은행',
      number: '계좌번호',
      holder: '예금주',
      due: '입금 기한',
    },
    deposit: (amount) => `지금 ${amount} 입금하기 (테스트)`,
    close: '결제하지 않고 닫기',
    results: {
      PAID: '결제되었습니다',
      FAILED: '결제되지 않았습니다',
      PAY_PENDING: '승인을 기다리고 있습니다',
      READY: '결제 전입니다',
      IN_PROGRESS: '인증되었습니다',
      WAITING_FOR_DEPOSIT: '입금을 기다리고 있습니다',
    },
    explained: {
      PAID: '이제 상점이 이 거래를 확인하면 주문이 완료됩니다.',
      FAILED: '청구된 금액은 없습니다.',
      PAY_PENDING: '결과는 나중에 정해집니다. 다시 결제하지 마세요.',
      READY: '아직 청구된 금액이 없습니다.',
      IN_PROGRESS: '아직 청구된 금액이 없습니다. 상점이 10분 안에 승인하면 결제됩니다.',
      WAITING_FOR_DEPOSIT: '아래 계좌로 기한 안에 정확한 금액을 입금해 주세요.',
    },
    transaction: '거래 번호 (pgTransactionId)',
    goOn: '상점으로 돌아가기',
    again: '다시 시도하기',
    faulty: '결제 정보가 올바르지 않습니다',
    alreadyPaid: '이미 결제된 주문입니다',
    noDeposit: '입금을 기다리는 계좌가 없습니다',
  },
  en: {
    title: 'Test payment',
    notice: 'A simulated payment window. No real money moves.',
    order: 'Order',
    amount: 'Amount to pay',
    cards: 'Choose a test card',
    accounts: 'Choose what happens',
    outcomes: {
      approved: 'Approved',
      declined: 'Declined by the issuer',
      insufficient: 'Insufficient funds',
      expired: 'Card expired',
      invalid: 'Card number not valid',
      pending: 'Pending (outcome open)',
    },
    pay: (amount) => `Pay ${amount}`,
    issue: 'Get an account to pay into',
    account: {
      bank: 'Bank',
      bankName: 'Shinhan Bank',
      number: 'Account number',
      holder: 'Account holder',
      due: 'Pay in by',
    },
    deposit: (amount) => `Deposit ${amount} now (test)`,
    close: 'Close without paying',
    results: {
      PAID: 'Paid',
      FAILED: 'Not paid',
      PAY_PENDING: 'Waiting for approval',
      READY: 'Not paid yet',
      IN_PROGRESS: 'Agreed to',
      WAITING_FOR_DEPOSIT: 'Waiting for your deposit',
    },
    explained: {
      PAID: 'The order is complete once the shop has confirmed this transaction.',
      FAILED: 'Nothing has been charged.',
      PAY_PENDING: 'The outcome comes later. Please do not pay again.',
      READY: 'Nothing has been charged so far.',
      IN_PROGRESS: 'Nothing has been charged so far. The shop confirms it within ten minutes.',
      WAITING_FOR_DEPOSIT: 'Please pay exactly this amount into the account below, in time.',
    },
    transaction: 'Transaction (pgTransactionId)',
    goOn: 'Back to the shop',
    again: 'Try again',
    faulty: 'This payment request is not valid',
    alreadyPaid: 'This order has been paid already',
    noDeposit: 'No account waits for a deposit',
  },
};

/** The first of the two that the browser prefers. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters
        .find((parameter) => parameter.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => /^(ko|en)\b/.test(tag) && quality > 0)
    .toSorted((left, right) => right.quality - left.quality);
  return wanted[0]?.tag.startsWith('en') ? 'en' : 'ko';
}

/** In Korea's time, to the minute. */
export function formatTime(at: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-US', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Seoul',
  });
  return format.format(new Date(at));
}

/** For reading only: the float never comes back as money. */
export function formatAmount(totalMinor: number, currency: string, language: Language): string {
  const digits = new Map<string, number>(Object.entries(CURRENCIES)).get(currency) ?? 0;
  const locale = language === 'ko' ? 'ko-KR' : 'en-US';
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
  });
  return format.format(totalMinor / 10 ** digits);
}
