/**
 * One run's history as the text of a file: Temporal's own JSON, one event a line, without the names of the machine and
 * its processes. Payloads stay as they were stored, encrypted.
 */
import { homedir, hostname, tmpdir } from 'node:os';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { z } from 'zod';

const ROOT = new URL('../..', import.meta.url).pathname;

/** @throws when a name of this machine would be committed. */
export function historyText(history: History): string {
  const { events } = z.object({ events: z.array(z.unknown()) }).parse(JSON.parse(historyToJSON(history)));
  const text = `{"events":[\n${events.map((event) => JSON.stringify(withoutNames(event))).join(',\n')}\n]}\n`;
  const names = [hostname(), homedir(), tmpdir(), ROOT].filter((name) => name.length > 3);
  const found = names.find((name) => text.includes(name));
  if (found !== undefined) throw new Error(`a history would name this machine: ${found}`);
  return text;
}

/** `identity` is `pid@host` of a worker or client; a sticky queue is named after its worker. */
function withoutNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [
    key,
    key === 'identity' ? 'recorded' : withoutNames(member),
  ]);
  const isStickyQueue = 'kind' in value && value.kind === 'TASK_QUEUE_KIND_STICKY';
  return { ...Object.fromEntries(members), ...(isStickyQueue && { name: 'sticky' }) };
}
