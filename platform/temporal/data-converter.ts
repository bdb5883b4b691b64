/** What every client, worker and replay must be given alike: without it a history can be neither read nor replayed. */
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { KeyRing } from '../crypto/key-ring.ts';
import { createPayloadCodec } from './payload-codec.ts';

export function createDataConverter(keyRing: KeyRing) {
  return {
    // A bundle made beforehand needs it too: `bundleWorkflowCode({ failureConverterPath })`.
    failureConverterPath: fileURLToPath(new URL('./failure-converter.ts', import.meta.url)),
    payloadCodecs: [createPayloadCodec(keyRing)],
  } satisfies DataConverter;
}
