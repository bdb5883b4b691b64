/** What the crash tests kill: one worker, one API and the servers of their rig, and a client who asks them. */
import type { Part } from '../../../../sandbox/part.ts';
import { gatewayOf } from '../../../support/gateway.ts';
import { type RecordingClient, recordingClient } from '../../../support/recording-client.ts';
import type { Rig, RunningApi } from '../../../support/rig.ts';
import { withRig } from '../../../support/shared-rig.ts';

export type Stage = {
  readonly rig: Rig;
  readonly api: RunningApi;
  readonly gateway: ReturnType<typeof gatewayOf>;
  readonly client: RecordingClient;
  /** The one that was started last. */
  worker: Part;
  killWorker(): Promise<void>;
  startWorker(more?: Readonly<Record<string, string>>): Promise<void>;
  replaceWorker(more?: Readonly<Record<string, string>>): Promise<void>;
};

const withStage = withRig.extend('stage', { scope: 'worker' }, async ({ rig }): Promise<Stage> => {
  const [worker, api] = await Promise.all([rig.startWorker(), rig.startApi()]);
  const stage: Stage = {
    ...{ rig, api, worker },
    gateway: gatewayOf(rig),
    client: recordingClient(rig.dataDir, () => [api.url]),
    async killWorker() {
      if (stage.worker.ended() === undefined) await rig.kill(stage.worker);
    },
    async startWorker(more) {
      stage.worker = await rig.startWorker(more);
    },
    async replaceWorker(more) {
      await stage.killWorker();
      await stage.startWorker(more);
    },
  };
  return stage;
});

/** Before a file's tests. It finds all of it running, and leaves it so; what a failed test left is mended, if it can be. */
export function onStage(begin: (stage: Stage) => Promise<void> | void): void {
  withStage.beforeAll(async ({ stage }) => await begin(stage));
  withStage.afterAll(async ({ stage }) => {
    for (const proxy of [stage.rig.databaseProxy, stage.rig.kafkaProxy]) proxy.release();
    if (stage.worker.ended() !== undefined) await stage.startWorker();
  });
}
