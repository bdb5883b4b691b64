/**
 * One rig for the files of a project that run one after the other in one process (vitest's `isolate: false`): it is started
 * for the first that uses `withRig` (or the one thing that extends it), and stopped after the last.
 */
import { test } from 'vitest';
import { HISTORIES_ENCRYPTION_KEYS } from '../../scripts/record-histories/test-key.ts';
import { startRig } from './rig.ts';

const VARIABLES = {
  GATEWAY_ROUTES: 'CARD=PORTONE,VIRTUAL_ACCOUNT=PORTONE,MOBILE=TOSS',
  // So that the histories can be replayed as the recorded ones are.
  ENCRYPTION_KEYS: HISTORIES_ENCRYPTION_KEYS,
};

/** Few, so that a run can be asked more often than it may be. */
export const UPDATES_PER_RUN = 100;

const LIMITS = {
  'history.maxTotalUpdates': UPDATES_PER_RUN,
  // Of so few, nine tenths would leave no room for those who ask while a run winds down.
  'history.maxTotalUpdates.suggestContinueAsNewThreshold': 0.5,
};

export const withRig = test.extend('rig', { scope: 'worker' }, async ({}, { onCleanup }) => {
  const rig = await startRig({
    variables: VARIABLES,
    limits: LIMITS,
  });
  onCleanup(async () => await rig.stop());
  return rig;
});
