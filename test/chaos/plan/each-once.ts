/** Whatever clients, customers and the gateway can do, each once and with all that it takes to happen. */
import {
  amountOf,
  everyGatewayFault,
  type GatewayFault,
  HOLDS_ANOTHER_AMOUNT,
  MISHAPS,
  type PaymentScript,
} from './payment-script.ts';
import { namesOf, type Random } from './random.ts';
import { USUAL } from './weights.ts';

type Deviation = Partial<Omit<PaymentScript, 'index' | 'amount'>>;

export function eachOnce(random: Random): PaymentScript[] {
  const deviations: Deviation[] = [
    ...everyGatewayFault(random).map(forFault),
    ...Object.values(MISHAPS).map((make) => ({ webhookMishap: make(random) })),
    ...namesOf(USUAL.method).map((method) => ({ method })),
    ...namesOf(USUAL.create).map((create) => ({ create })),
    ...namesOf(USUAL.window).map((window) => ({ window, ...wrongAmountIf(window) })),
    ...namesOf(USUAL.deposit).map((deposit) => ({ ...UNTOUCHED_ACCOUNT, deposit })),
    ...namesOf(USUAL.complete).map((complete) => ({ complete })),
    ...namesOf(USUAL.cancel).map((cancel) => ({ cancel })),
    ...namesOf(USUAL.read).map((read) => ({ read })),
    { isPatient: false },
  ];
  const waiting = deviations.filter(waitsForItsTime);
  const others = deviations.filter((each) => !waiting.includes(each));
  return [...random.shuffled(waiting), ...random.shuffled(others)].map((deviation, index) => ({
    ...PLAIN,
    // Both gateways, and each instant at either, come along all the time.
    method: index % 2 === 0 ? ('CARD' as const) : ('MOBILE' as const),
    ...deviation,
    ...{ index, amount: amountOf(index) },
  }));
}

/** Such payments begin first: the others' faults take as long as their time does. */
function waitsForItsTime({ window = PLAIN.window, deposit, complete, cancel }: Deviation): boolean {
  const isUnpaid = ['abandons', 'leaves it open', 'closes', 'pays late'].includes(window);
  const isPaidLate = deposit === 'late' || (deposit === 'never' && cancel === 'none');
  return isUnpaid || isPaidLate || complete === 'never';
}

const UNTOUCHED_ACCOUNT = { method: 'VIRTUAL_ACCOUNT', cancel: 'none' } as const;

const PLAIN: Omit<PaymentScript, 'index' | 'amount' | 'method'> = {
  ...{ create: 'keyed', window: 'pays', deposit: 'at once' },
  ...{ complete: 'once', cancel: 'part', read: 'none' },
  ...{ isPatient: true, gatewayFaults: [], webhookMishap: undefined },
};

/** A confirmation is Toss'; a cancellation closes an account that nobody has paid into. */
function forFault(fault: GatewayFault): Deviation {
  return {
    gatewayFaults: [fault],
    ...(fault.call === 'confirm' ? { method: 'MOBILE' } : {}),
    ...(fault.call === 'close' ? { method: 'VIRTUAL_ACCOUNT', deposit: 'never', cancel: 'full, keyed' } : {}),
  };
}

function wrongAmountIf(window: PaymentScript['window']): Deviation {
  return window === 'wrong amount' ? { gatewayFaults: [HOLDS_ANOTHER_AMOUNT] } : {};
}
