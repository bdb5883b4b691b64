/**
 * One run's history as the text of a file: Temporal's own JSON, one event a line, without the names of the machine and
 * its processes. Payloads stay as they were stored, encrypted.
 */
import { homedir, hostname, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type History, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NAMES_OF_THIS_MACHINE = [`@${hostname()}`, homedir(), tmpdir(), ROOT];

/** @throws when a name of this machine would be committed. */
export function historyText(history: History): string {
  const { events } = z.object({ events: z.array(z.unknown()) }).parse(JSON.parse(historyToJSON(history)));
  return `{"events":[\n${events.map((event) => JSON.stringify(neutral(event))).join(',\n')}\n]}\n`;
}

/** `identity` is `pid@host` of a worker or client; a sticky queue is named after its worker. */
function neutral(value: unknown): unknown {
  if (typeof value === 'string') return requireNeutral(value);
  if (Array.isArray(value)) return value.map(neutral);
  if (typeof value !== 'object' || value === null) return value;
  const isStickyQueue = 'kind' in value && value.kind === 'TASK_QUEUE_KIND_STICKY';
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key === 'identity' || (isStickyQueue && key === 'name')) return [key, 'recorded'];
      // Of a payload: base64, in which four letters of a path may stand by chance.
      return [key, key === 'data' ? member : neutral(member)];
    }),
  );
}

function requireNeutral(text: string): string {
  const found = NAMES_OF_THIS_MACHINE.find((name) => text.includes(name));
  if (found !== undefined) throw new Error(`a history would name this machine: ${found} in ${text}`);
  return text;
}
