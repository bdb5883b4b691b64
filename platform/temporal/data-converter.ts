/** What every client, worker and replay must be given alike: without it a history can be neither read nor replayed. */
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { KeyRing } from '../crypto/key-ring.ts';
import { createPayloadCodec } from './payload-codec.ts';

/** A bundle of the workflows is made with it as well. */
export const FAILURE_CONVERTER_PATH = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));

export function createDataConverter(keyRing: KeyRing) {
  return {
    failureConverterPath: FAILURE_CONVERTER_PATH,
    payloadCodecs: [createPayloadCodec(keyRing)],
  } satisfies DataConverter;
}
