/** For what must say something to somebody, where nobody listens. */
import type { Logger } from '@temporalio/worker';

const silent = () => {};

export const SILENT: Logger = {
  ...{ log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent },
};
