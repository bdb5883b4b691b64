/** After any crash or stop: everything settles, the four records tell one story, and nothing of ours was an error. */
import { expect } from 'vitest';
import { type ClientAnswer, contradictions, untilSettled } from './four-records.ts';
import type { Rig } from './rig.ts';

const SETTLED_WITHIN_MS = 60_000;

export async function expectOneStory(rig: Rig, answers: readonly ClientAnswer[]): Promise<void> {
  await untilSettled(rig, SETTLED_WITHIN_MS);
  expect(await contradictions(rig, answers)).toEqual([]);
  expect(rig.errorsLogged()).toEqual([]);
}
