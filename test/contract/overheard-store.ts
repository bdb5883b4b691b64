/** The simulated store and an adapter that speaks to it through a proxy, which writes down every exchange. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { GatewayPort } from '../../domain/gateway-port.ts';
import { openSimulatedStore, type SimulatedStore } from '../unit/gateway/simulated-store.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

export type OverheardStore = {
  readonly store: SimulatedStore;
  readonly proxy: RecordingProxy;
  readonly gateway: GatewayPort;
};

/** Registers the hooks of the test file that calls it; each test begins without faults and without exchanges. */
export function useOverheardStore(take: (opened: OverheardStore) => void): void {
  let opened: OverheardStore | undefined;
  beforeAll(async () => {
    const store = await openSimulatedStore();
    const proxy = await startRecordingProxy(`${store.simulator.url}/portone`);
    opened = { store, proxy, gateway: store.gatewayWith({ apiUrl: proxy.url }) };
    take(opened);
  });
  afterAll(async () => {
    await opened?.proxy.stop();
    await opened?.store.stop();
  });
  beforeEach(() => {
    opened?.store.simulator.faults.clear();
    if (opened !== undefined) opened.proxy.exchanges.length = 0;
  });
}
