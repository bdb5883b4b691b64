/** Instants as they look on the wire: PostgreSQL's and Kafka's protocols, read just far enough. */
import type { Chunk } from './tcp-proxy.ts';

type IsInstant = (chunk: Chunk) => boolean;

/** The statement that records a payment's new state is on its way to PostgreSQL. */
export function onRecording(): IsInstant {
  return ({ from, bytes }) => from === 'client' && bytes.includes('update "payment" set');
}

/** PostgreSQL has committed a transaction of a connection that recorded a payment's new state, and says so. */
export function onRecorded(): IsInstant {
  const recording = new Set<number>();
  const isRecording = onRecording();
  return (chunk) => {
    if (isRecording(chunk)) recording.add(chunk.connection);
    // CommandComplete: its tag ends with a zero byte.
    return chunk.from === 'server' && recording.has(chunk.connection) && chunk.bytes.includes('COMMIT\0');
  };
}

/** The reconciler is about to keep its report: all that it found was put right before. */
export function onKeepingReport(): IsInstant {
  return ({ from, bytes }) => from === 'client' && bytes.includes('insert into "reconciliation_report"');
}

const PRODUCE = 0;

/**
 * The broker acknowledges what a producer sent. A request is `size int32, api key int16, version int16, correlation
 * int32 …`, an answer `size int32, correlation int32 …` (Kafka protocol guide); the library writes one request at once.
 */
export function onAcknowledged(): IsInstant {
  const asked = new Map<number, number>();
  return ({ from, bytes, connection }) => {
    if (from === 'client') {
      if (bytes.length >= 12 && bytes.readInt16BE(4) === PRODUCE) asked.set(connection, bytes.readInt32BE(8));
      return false;
    }
    return bytes.length >= 8 && asked.get(connection) === bytes.readInt32BE(4);
  };
}
