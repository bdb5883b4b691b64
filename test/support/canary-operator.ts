/** An operator's words, written down with what he did: they may name a person. */
import { expect } from 'vitest';
import { retryUpdate } from '../../workflows/contract.ts';
import { type OperatorsTools, sendAsOperator } from './send-as-operator.ts';

export type OperatorDrive = OperatorsTools & {
  readonly words: { readonly who: string; readonly reason: string };
};

export async function driveOperator(
  paymentId: string,
  { words: request, ...tools }: OperatorDrive,
): Promise<void> {
  const sent = await sendAsOperator(paymentId, tools, { update: retryUpdate, request });
  expect(sent).toMatchObject({ kind: 'retried' });
}
