/** The terms of an order as a fault has them told, or (at the checkout) held. */
import type { Fault } from './faults.ts';
import type { OrderTerms } from './journal-entries.ts';

export function misreported(terms: OrderTerms, fault: Fault | undefined): OrderTerms {
  if (fault?.kind === 'wrong_amount') return { ...terms, totalMinor: fault.amount };
  if (fault?.kind === 'wrong_currency') return { ...terms, currency: fault.currency };
  if (fault?.kind === 'wrong_store') return { ...terms, storeId: fault.storeId };
  if (fault?.kind === 'test_channel')
    return { ...terms, channelType: 'TEST', channelKey: 'channel-key-for-tests' };
  return terms;
}
