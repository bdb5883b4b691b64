/** Instants as they look on the wire: PostgreSQL's and Kafka's protocols, read just far enough. */
import type { IsInstant } from './tcp-proxy.ts';

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

/** PostgreSQL is about to be told to commit a payment's new state: nothing of it stands yet. */
export function onCommitting(): IsInstant {
  const recording = new Set<number>();
  const isRecording = onRecording();
  return (chunk) => {
    if (isRecording(chunk)) recording.add(chunk.connection);
    const isCommit = chunk.from === 'client' && chunk.bytes.includes('commit');
    return isCommit && recording.has(chunk.connection);
  };
}

/** Kafka has acknowledged an event, and the worker is about to note that. */
export function onNotingPublished(): IsInstant {
  return ({ from, bytes }) => from === 'client' && bytes.includes('update "outbox_event" set');
}

export type MoneyCall = 'cancel' | 'confirm';

/** A call that moves money is on its way to the gateway: the workflow task before it has ended, the next has not begun. */
export function onMoneyRequest(call: MoneyCall): IsInstant {
  return ({ from, bytes }) => from === 'client' && isMoneyCall(bytes, call);
}

/** The gateway has moved the money, and says so. */
export function onMoneyAnswer(call: MoneyCall): IsInstant {
  const asked = new Set<number>();
  return ({ from, bytes, connection }) => {
    if (from === 'client') {
      if (isMoneyCall(bytes, call)) asked.add(connection);
      else asked.delete(connection);
      return false;
    }
    return asked.has(connection);
  };
}

function isMoneyCall(bytes: Buffer, call: MoneyCall): boolean {
  const line = bytes.toString('latin1', 0, Math.max(bytes.indexOf('\r\n'), 0));
  return new RegExp(`^POST \\S+/${call} HTTP`).test(line);
}

/**
 * Temporal answers an API about a payment that it has started or asked for. The calls are HTTP/2 without TLS, their
 * messages not compressed: the workflow's id stands in them as it is. Acknowledgements of the protocol are short.
 */
export function onWorkflowAnswer(): IsInstant {
  const asked = new Set<number>();
  return ({ from, bytes, connection }) => {
    if (from === 'client' && bytes.includes('payment-pay_')) asked.add(connection);
    return from === 'server' && asked.has(connection) && bytes.length > LONGEST_ACKNOWLEDGEMENT_BYTES;
  };
}

const LONGEST_ACKNOWLEDGEMENT_BYTES = 60;

/** The reconciler is about to keep its report: all that it found was put right before. */
export function onKeepingReport(): IsInstant {
  return ({ from, bytes }) => from === 'client' && bytes.includes('insert into "reconciliation_report"');
}

const PRODUCE = 0;

/** A producer sends something to the broker, to that topic if one is named. */
export function onProduce(topic = ''): IsInstant {
  return ({ from, bytes }) =>
    from === 'client' && bytes.length >= 12 && bytes.readInt16BE(4) === PRODUCE && bytes.includes(topic);
}

/**
 * The broker acknowledges what a producer sent. A request is `size int32, api key int16, version int16, correlation
 * int32 …`, an answer `size int32, correlation int32 …` (Kafka protocol guide); the library writes one request at once.
 */
export function onAcknowledged(): IsInstant {
  const asked = new Map<number, number>();
  const isProduce = onProduce();
  return ({ from, bytes, connection }) => {
    if (from === 'client') {
      if (isProduce({ from, bytes, connection })) asked.set(connection, bytes.readInt32BE(8));
      return false;
    }
    return bytes.length >= 8 && asked.get(connection) === bytes.readInt32BE(4);
  };
}
