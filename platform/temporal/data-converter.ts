/** What every client, worker and replay must be given alike: without it a history can be neither read nor replayed. */
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { KeyRing } from '../crypto/key-ring.ts';
import { createPayloadCodec } from './payload-codec.ts';

export function createDataConverter(keyRing: KeyRing): DataConverter {
  return { failureConverterPath, payloadCodecs: [createPayloadCodec(keyRing)] };
}

/** For `bundleWorkflowCode({ failureConverterPath })`. */
export const failureConverterPath = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));
