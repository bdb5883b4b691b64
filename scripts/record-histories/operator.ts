/** What an operator does in a shape. */
import type { ResolveRequest } from '../../domain/operator.ts';
import { sendOperatorUpdate } from '../../worker/send-operator-update.ts';
import { type OperatorAnswer, resolveUpdate, retryUpdate } from '../../workflows/contract.ts';
import { requestOf } from './customer.ts';
import type { Stage } from './stage.ts';

export function createOperator(stage: Stage, name: string) {
  return {
    async retry(paymentId: string) {
      const request = { who: 'kim', reason: '' };
      const subject = requestOf(name, paymentId);
      expectKind(
        await sendOperatorUpdate(stage.temporal, subject, { update: retryUpdate, request }),
        'retried',
      );
    },

    async resolve(
      paymentId: string,
      request: Pick<ResolveRequest, 'outcome'> & Partial<ResolveRequest>,
      kind: OperatorAnswer['kind'] = 'overridden',
    ) {
      const subject = requestOf(name, paymentId);
      const asked = { who: 'kim', reason: 'seen', ...request };
      expectKind(
        await sendOperatorUpdate(stage.temporal, subject, { update: resolveUpdate, request: asked }),
        kind,
      );
    },
  };
}

function expectKind(answer: { readonly kind: string }, kind: string): void {
  if (answer.kind !== kind) throw new Error(`not ${kind}: ${JSON.stringify(answer)}`);
}
