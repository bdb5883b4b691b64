/** What a shape has the gateway do: misbehave towards us, and act without us. */
import { callSimulator, clearFaults } from './http.ts';
import type { Stage } from './stage.ts';

/** More often than anything is asked here. */
const ALWAYS = 1_000;

export function createGatewayHand(stage: Stage) {
  const addFault = async (when: object, fault: object) =>
    await callSimulator(stage, '/control/faults', { when, fault });

  return {
    /** At the gateway's next `call` about this payment. */
    async misbehave(paymentId: string, call: string, fault: object) {
      await addFault({ call, paymentId }, fault);
    },

    /** Whoever asks about this payment gets no answer, so many times, or until `behave`. */
    async cannotTell(paymentId: string, times = ALWAYS) {
      await addFault({ call: 'retrieve', paymentId, times }, { kind: 'server_error', at: 'before' });
    },

    /** Every fault that waits is forgotten. */
    behave: async () => await clearFaults(stage),

    /** What happens at the gateway without us. */
    async act(action: object) {
      await callSimulator(stage, '/control/actions', action);
    },

    /** Sent by the gateway, now. */
    async webhook(paymentId: string, type: string) {
      await callSimulator(stage, '/control/webhooks/send', { paymentId, type });
    },
  };
}
