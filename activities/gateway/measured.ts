/**
 * A gateway whose calls are counted and timed, by gateway, call and what the gateway said. Labels are our own words:
 * no id, nothing of the gateway's text. It changes nothing of what the calls do.
 */
import type { MetricMeter } from '@temporalio/common';
import type { GatewayPort } from '../../domain/gateway-port.ts';

type Call = 'retrieve' | 'confirm' | 'cancel' | 'list_changed';

export function measured<Gateway extends GatewayPort>(gateway: Gateway, meter: MetricMeter): Gateway {
  const calls = meter.createCounter(
    'payment_gateway_calls',
    undefined,
    'Calls of gateways by what they said',
  );
  const duration = meter.createHistogram(
    'payment_gateway_call_duration',
    'int',
    'milliseconds',
    'How long they took',
  );
  const { provider } = gateway;

  async function timed<Result>(
    call: Call,
    make: () => Promise<Result>,
    outcomeOf: (result: Result) => string,
  ): Promise<Result> {
    const startedAtMs = performance.now();
    let outcome = 'thrown';
    try {
      const result = await make();
      outcome = outcomeOf(result);
      return result;
    } finally {
      calls.add(1, { provider, call, outcome });
      duration.record(Math.round(performance.now() - startedAtMs), { provider, call });
    }
  }

  const { listChanged } = gateway;
  return {
    ...gateway,
    retrieve: async (query, signal) =>
      await timed(
        'retrieve',
        async () => await gateway.retrieve(query, signal),
        ({ standing }) => standing.kind,
      ),
    cancel: async (order, signal) =>
      await timed(
        'cancel',
        async () => await gateway.cancel(order, signal),
        ({ kind }) => kind,
      ),
    ...(listChanged === undefined
      ? {}
      : {
          listChanged: async (query, signal) =>
            await timed(
              'list_changed',
              async () => await listChanged(query, signal),
              ({ kind }) => kind,
            ),
        }),
    ...(gateway.approval === 'on_confirm'
      ? {
          confirm: async (order, signal) =>
            await timed(
              'confirm',
              async () => await gateway.confirm(order, signal),
              ({ kind }) => kind,
            ),
        }
      : {}),
  };
}
