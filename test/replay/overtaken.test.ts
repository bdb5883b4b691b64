/**
 * A worker dies while a local activity runs, and a client's time is over before another worker goes on: there the timer
 * comes first, and the local activity's end after it. Replayed, both come at once, and must lead to the same commands in
 * the same order (`workflows/fast-then-durable.ts`). Found by the fault campaign, in which such payments stood still.
 */
import { fileURLToPath } from 'node:url';
import { DeterminismViolationError } from '@temporalio/workflow';
import { expect, it } from 'vitest';
import { workflowBundle } from '../support/workflow-bundle.ts';
import { bundleReplacing, type RecordedHistory, readHistories, replay } from './support/replay.ts';

const AT_ONCE = fileURLToPath(new URL('./support/at-once.ts', import.meta.url));
const RECORDED = '0.1.0/gateway-silent-then-paid.json';
const AFTER_MS = 9_000;

type Event = RecordedHistory['events'][number];

/**
 * The recorded payment, had its worker died after the question to the gateway: the task with the rest of the first
 * answer's commands is another worker's, when the client's timer has fired.
 */
function interrupted(): RecordedHistory {
  const recorded = readHistories().find(({ name }) => name === RECORDED);
  if (recorded === undefined) throw new Error(`${RECORDED} is not recorded`);
  const { events } = recorded;
  const at = (id: number): Event => {
    const event = events[id - 1];
    if (event === undefined) throw new Error(`there is no event ${id}`);
    return event;
  };
  const [scheduled, started, completed, accepted, timer, asked, written] = [9, 10, 11, 12, 13, 14, 15].map(
    at,
  );
  const [upsert, inquiry, woundUp, wound, answered] = [16, 17, 18, 19, 30].map(at);
  const fired = {
    eventType: 'EVENT_TYPE_TIMER_FIRED',
    timerFiredEventAttributes: { ...attributesOf(timer, 'timerStarted', ['timerId']), startedEventId: '13' },
  };
  const timedOut = {
    eventType: 'EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT',
    workflowTaskTimedOutEventAttributes: {
      ...{ scheduledEventId: '15', startedEventId: '16', timeoutType: 'TIMEOUT_TYPE_START_TO_CLOSE' },
    },
  };
  const story = [
    ...events.slice(0, 8),
    ...[scheduled, started, completed, accepted, timer, asked],
    ...[scheduled, pointing(started, 'workflowTaskStarted', { scheduledEventId: '15' }), timedOut, fired],
    ...[scheduled, pointing(started, 'workflowTaskStarted', { scheduledEventId: '19' })],
    pointing(completed, 'workflowTaskCompleted', { scheduledEventId: '19', startedEventId: '20' }),
    ...[written, answered, upsert, inquiry, woundUp, wound],
  ];
  return {
    name: 'interrupted',
    events: story.map((event, index) => ({
      ...{ eventType: '', ...event },
      ...{ eventId: String(index + 1), eventTime: timeOf(at(11), index >= 16 ? AFTER_MS : 0) },
    })),
  };
}

/** Without them it could not be written down: they point to what came before. */
function pointing(event: Event | undefined, kind: string, ids: object): object {
  return { ...event, [`${kind}EventAttributes`]: { ...attributesOf(event, kind), ...ids } };
}

function attributesOf(event: Event | undefined, kind: string, only?: readonly string[]): object {
  const attributes: unknown = event?.[`${kind}EventAttributes`];
  if (typeof attributes !== 'object' || attributes === null) throw new Error(`it is no ${kind}`);
  return only === undefined
    ? attributes
    : Object.fromEntries(Object.entries(attributes).filter(([name]) => only.includes(name)));
}

function timeOf(event: Event, afterMs: number): string {
  return new Date(Date.parse(String(event['eventTime'])) + afterMs).toISOString();
}

it('a payment whose client’s time was over meanwhile goes the same way when it is replayed', async () => {
  const results = await replay(workflowBundle(), [interrupted()]);
  expect(results.get('interrupted')).toMatchObject({ workflowId: 'interrupted' });
  expect(results.get('interrupted')?.error).toBeUndefined();
});

it('a workflow that acts on a local activity’s end at once is found out by it', async () => {
  const results = await replay(await bundleReplacing({ './fast-then-durable.ts': AT_ONCE }), [interrupted()]);
  expect(results.get('interrupted')?.error).toBeInstanceOf(DeterminismViolationError);
});
