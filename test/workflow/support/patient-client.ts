/**
 * A client whose workflow tasks may take as long as a busy machine needs. The product's 2 s are there for workers that
 * crash, and none does where time is skipped.
 */

import { msToTs } from '@temporalio/common/lib/time.js';
import type { ClientOptionsForTestEnv } from '@temporalio/testing';

const workflowTaskTimeout = msToTs('1m');

export const PATIENT: ClientOptionsForTestEnv = {
  interceptors: {
    workflow: [
      {
        start: async ({ options, ...input }, next) =>
          await next({ ...input, options: { ...options, workflowTaskTimeout } }),
        startUpdateWithStart: async ({ workflowStartOptions: options, ...input }, next) =>
          await next({ ...input, workflowStartOptions: { ...options, workflowTaskTimeout } }),
      },
    ],
  },
};
