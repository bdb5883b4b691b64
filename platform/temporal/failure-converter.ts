/**
 * Puts message and stack of every failure into a payload of its own, where the codec encrypts them; the type stays
 * readable. Loaded by its path by client and worker and bundled with the workflows: so no `node:` import here.
 */
import { DefaultFailureConverter } from '@temporalio/common';

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
