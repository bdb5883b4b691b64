/** What `resolve` does not take: each is told in its answer, and nothing is changed. */
import { describe, expect, it } from 'vitest';
import { resolve, send, unknownForAnHour, WHO } from './support/operate.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();
const find = (paymentId: string) => saga().payments.find(paymentId);

describe('resolve refuses', () => {
  it.each([
    ['paid: only the gateway says that money is there', { ...WHO, outcome: 'paid' }, /only the gateway/],
    ['an outcome that there is not', { ...WHO, outcome: 'maybe' }, /outcome must be one of/],
    ['nobody', { outcome: 'declined', reason: 'x' }, /who must/],
    ['no reason', { outcome: 'declined', who: 'kim', reason: ' ' }, /reason must/],
    ['a card number', { ...WHO, outcome: 'declined', reason: 'card 4111 1111 1111 1111' }, /card number/],
    ['a cancellation without its id', { ...WHO, outcome: 'cancel_failed' }, /cancellationId must/],
    ['what is no object', 'declined', /one JSON object/],
    ['nothing', undefined, /one JSON object/],
  ])('%s', async (_, input, why) => {
    const payment = await saga().created();
    const answer = await send(saga(), payment, ['resolve', input]);
    expect(answer).toMatchObject({ kind: 'refused', code: 'INVALID_REQUEST' });
    expect(answer.kind === 'refused' ? answer.why.join() : '').toMatch(why);
    expect(find(payment.paymentId)).toEqual(payment);
  });

  it('what is known: the outcome of a paid payment, a flag that is not there, a cancellation that is not', async () => {
    const payment = await saga().paid();
    const NOTHING = { kind: 'refused', code: 'NOTHING_TO_RESOLVE' };
    expect(await resolve(saga(), payment, { outcome: 'declined' })).toMatchObject(NOTHING);
    expect(await resolve(saga(), payment, { outcome: 'acknowledged' })).toMatchObject(NOTHING);
    const failed = { outcome: 'cancel_failed', cancellationId: 'can_none' } as const;
    expect(await resolve(saga(), payment, failed)).toMatchObject(NOTHING);
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
  });

  it('what a rule of the database refuses', async () => {
    const payment = await unknownForAnHour(saga());
    saga().payments.refuses = ({ operator }) => operator?.result === 'overridden';
    const answer = await resolve(saga(), payment, { outcome: 'declined' });
    saga().payments.refuses = () => false;
    expect(answer).toMatchObject({ kind: 'refused', code: 'AGAINST_A_RULE' });
    expect(find(payment.paymentId)?.status).toBe('CONFIRMING');
  });
});
