/** Replays committed histories with a bundle of the workflows, and the key that they were recorded with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type History, historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { type ReplayResult, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { z } from 'zod';
import { parseKeyRing } from '../../../platform/crypto/key-ring.ts';
import { createDataConverter } from '../../../platform/temporal/data-converter.ts';
import { HISTORIES_ENCRYPTION_KEYS } from '../../../scripts/record-histories/test-key.ts';
import { bundleWorkflows } from '../../../worker/bundle-workflows.ts';
import '../../support/quiet-runtime.ts';
import { SILENT } from '../../support/silent-logger.ts';

const HISTORIES_FOLDER = join(import.meta.dirname, '..', 'histories');

/** As much of an event as tests look at; the rest is the SDK's to read. */
const historySchema = z.looseObject({
  events: z.array(
    z.looseObject({
      eventType: z.string(),
      markerRecordedEventAttributes: z
        .looseObject({ failure: z.looseObject({ timeoutFailureInfo: z.unknown().optional() }).optional() })
        .optional(),
    }),
  ),
});

export type RecordedHistory = {
  /** `0.1.0/paid.json` */
  readonly name: string;
  readonly events: z.infer<typeof historySchema>['events'];
};

const dataConverter = createDataConverter(parseKeyRing(HISTORIES_ENCRYPTION_KEYS));

/** Those of every version, oldest name first. */
export function readHistories(): RecordedHistory[] {
  return readdirSync(HISTORIES_FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(HISTORIES_FOLDER, name), 'utf8');
      return { name: name.replaceAll('\\', '/'), ...historySchema.parse(JSON.parse(text)) };
    });
}

/** One that was just made by a server, with the key of the recorded ones. */
export function historyOfRun(name: string, history: History): RecordedHistory {
  return { name, ...historySchema.parse(JSON.parse(historyToJSON(history))) };
}

/** The workflows with files in the place of modules, by the words in which those are imported. */
export async function bundleReplacing(
  replacing: Readonly<Record<string, string>>,
): Promise<WorkflowBundleOption> {
  return await bundleWorkflows({
    logger: SILENT,
    webpackConfigHook: (config) => {
      const alias = config.resolve?.alias;
      if (Array.isArray(alias)) throw new Error('the SDK lists its aliases now: add ours to the list');
      return { ...config, resolve: { ...config.resolve, alias: { ...alias, ...replacing } } };
    },
  });
}

/** By the history's name. */
export async function replay(
  workflowBundle: WorkflowBundleOption,
  histories: readonly RecordedHistory[],
): Promise<Map<string, ReplayResult>> {
  const results = new Map<string, ReplayResult>();
  const recorded = histories.map(({ name, events }) => ({
    workflowId: name,
    history: historyFromJSON({ events }),
  }));
  for await (const result of Worker.runReplayHistories({ workflowBundle, dataConverter }, recorded)) {
    results.set(result.workflowId, result);
  }
  return results;
}
