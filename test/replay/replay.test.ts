/**
 * Payments in flight survive a new version: every history that was recorded of one is replayed by the workflows as they
 * are now. What to do when this fails: docs/internals/workflow-changes.md.
 */
import { fileURLToPath } from 'node:url';
import type { ReplayResult } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { fileNamesOf } from '../../scripts/record-histories/shape.ts';
import { SHAPES } from '../../scripts/record-histories/shapes.ts';
import { workflowBundle } from '../support/workflow-bundle.ts';
import { bundleReplacing, type RecordedHistory, readHistories, replay } from './support/replay.ts';

const REORDERED = fileURLToPath(new URL('./support/ask-gateway-reordered.ts', import.meta.url));

const histories = readHistories();
const names = histories.map(({ name }) => name);
const ofThisVersion = (file: string) => `${packageJson.version}/${file}`;

describe('the workflows as they are now', () => {
  let results: ReadonlyMap<string, ReplayResult>;

  beforeAll(async () => {
    results = await replay(workflowBundle(), histories);
  });

  it.each(names)('go the same way as in %s', (name) => {
    expect(results.get(name)).toMatchObject({ workflowId: name });
    expect(results.get(name)?.error).toBeUndefined();
  });
});

describe('a workflow in which two steps changed places', () => {
  let results: ReadonlyMap<string, ReplayResult>;

  beforeAll(async () => {
    // The module that asks the gateway, wherever the workflows import it from: the rest is the real code.
    const reordered = await bundleReplacing({ './ask-gateway.ts': REORDERED });
    results = await replay(reordered, histories);
  });

  it.each(['gateway-silent-then-paid.json', 'pending-then-paid.json'])(
    'is found out by %s, in which the gateway was asked first',
    (file) => {
      expect(results.get(ofThisVersion(file))?.error).toBeInstanceOf(DeterminismViolationError);
    },
  );

  // Here the step gets the other one's recorded result, and stumbles over it before the order is even compared.
  it.each(['paid.json', 'declined-and-completed-again-1.json', 'cancelled-before-payment.json'])(
    'gets nowhere with %s, in which the gateway answered at once',
    (file) => {
      expect(results.get(ofThisVersion(file))?.error).toBeInstanceOf(Error);
    },
  );

  it.each(['started-by-nobody.json', 'create-refused-as-duplicate-order.json'])(
    'is not accused by %s, in which it was not',
    (file) => {
      expect(results.get(ofThisVersion(file))).toMatchObject({ workflowId: ofThisVersion(file) });
      expect(results.get(ofThisVersion(file))?.error).toBeUndefined();
    },
  );
});

describe('the recorded histories', () => {
  it('are those of every shape that the script records, no more and no fewer', () => {
    const recorded = names.filter((name) => name.startsWith(`${packageJson.version}/`));
    expect(recorded).toEqual(SHAPES.flatMap(fileNamesOf).map(ofThisVersion).sort());
  });

  it('include local activities that timed out, with work after them', () => {
    const timedOut = histories.filter(({ events }) => events.slice(0, -10).some(isLocalTimeOut));
    expect(timedOut.map(({ name }) => name)).toEqual(
      expect.arrayContaining(
        ['create', 'load', 'record'].map((step) => ofThisVersion(`${step}-timed-out-locally.json`)),
      ),
    );
  });

  it('stay within 3 workflow tasks and 25 events for a payment that is simply paid', () => {
    const { events } = historyOf(ofThisVersion('paid.json'));
    const tasks = events.filter(({ eventType }) => eventType === 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED');
    expect(tasks.length).toBeLessThanOrEqual(3);
    expect(events.length).toBeLessThanOrEqual(25);
  });
});

function isLocalTimeOut({
  markerRecordedEventAttributes: marker,
}: RecordedHistory['events'][number]): boolean {
  return marker?.failure?.timeoutFailureInfo !== undefined;
}

function historyOf(name: string): RecordedHistory {
  const history = histories.find((each) => each.name === name);
  if (history === undefined) throw new Error(`${name} is not recorded`);
  return history;
}
