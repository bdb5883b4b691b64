/**
 * A patch from its coming to its going, and what each stage of it can replay: the reason for every step in
 * docs/internals/workflow-changes.md. One history took the old way, one the new; a third is that one as `deprecatePatch`
 * would have written it.
 */
import { fileURLToPath } from 'node:url';
import type { ReplayResult } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleReplacing, type RecordedHistory, readHistories, replay } from './support/replay.ts';

const OLD_WAY = '0.1.0-pre/account-resolve-refused.json';
const NEW_WAY = '0.1.0/account-resolved.json';
const AFTER_DEPRECATION = `${NEW_WAY}, deprecated`;
const ELSEWHERE = '0.1.0/account-cancelled-while-waiting.json';

const STAGES = [
  {
    stage: 'the code before the change',
    module: new URL('./support/versions/before.ts', import.meta.url),
    replays: [OLD_WAY],
  },
  {
    stage: 'the change without a patch, which never came or is gone',
    module: new URL('./support/versions/without-patch.ts', import.meta.url),
    replays: [AFTER_DEPRECATION],
  },
  {
    stage: 'the patched change',
    module: new URL('../../workflows/versions.ts', import.meta.url),
    replays: [OLD_WAY, NEW_WAY, AFTER_DEPRECATION],
  },
  {
    stage: 'the change with its patch deprecated',
    module: new URL('./support/versions/deprecated.ts', import.meta.url),
    replays: [NEW_WAY, AFTER_DEPRECATION],
  },
];

const recorded = readHistories().filter(({ name }) => [OLD_WAY, NEW_WAY, ELSEWHERE].includes(name));
const histories = [...recorded, ...recorded.filter(({ name }) => name === NEW_WAY).map(asDeprecated)];

describe.each(STAGES)('$stage', ({ module, replays }) => {
  let results: ReadonlyMap<string, ReplayResult>;

  beforeAll(async () => {
    results = await replay(await bundleReplacing({ './versions.ts': fileURLToPath(module) }), histories);
  });

  it.each([OLD_WAY, NEW_WAY, AFTER_DEPRECATION])('goes the way of %s, or is found out by it', (name) => {
    expect(results.get(name)).toMatchObject({ workflowId: name });
    expect(wordFor(results.get(name)?.error)).toBe(replays.includes(name) ? 'goes' : 'is found out');
  });

  it('is not accused by a payment that never came there', () => {
    expect(results.get(ELSEWHERE)).toMatchObject({ workflowId: ELSEWHERE });
    expect(results.get(ELSEWHERE)?.error).toBeUndefined();
  });
});

function wordFor(error: Error | undefined): string {
  if (error === undefined) return 'goes';
  return error instanceof DeterminismViolationError ? 'is found out' : error.message;
}

function asDeprecated({ events }: RecordedHistory): RecordedHistory {
  const text = JSON.stringify(events);
  const [patched, deprecated] = [false, true].map(markerData);
  if (patched === undefined || deprecated === undefined || !text.includes(patched))
    throw new Error(`${NEW_WAY} holds no marker of the patch`);
  return { name: AFTER_DEPRECATION, events: JSON.parse(text.replace(patched, deprecated)) };
}

/** As the SDK writes it. */
function markerData(deprecated: boolean): string {
  return Buffer.from(JSON.stringify({ id: 'resolves-accounts', deprecated })).toString('base64');
}
