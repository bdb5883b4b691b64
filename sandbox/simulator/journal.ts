/**
 * The append-only journal on disk (JSON lines). An entry is in the file before anyone is told of it, so the
 * simulator can be killed at any moment and still knows what it did with the money.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { type JournalEntry, journalEntrySchema } from './journal-entries.ts';

export type Journal = {
  readonly path: string;
  /** Oldest first; entries of an earlier run included. */
  entries(): readonly JournalEntry[];
  /** All of them in one write: they survive together or not at all. */
  append(...entries: readonly JournalEntry[]): void;
};

export function openJournal(dataDir: string): Journal {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'journal.jsonl');
  const known = existsSync(path) ? readEntries(path) : [];
  return {
    path,
    entries: () => known,
    append: (...entries) => {
      appendFileSync(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      known.push(...entries);
    },
  };
}

/** A line without its newline was being written when the process died: nobody was told of it, so it is cut off. */
function readEntries(path: string): JournalEntry[] {
  const bytes = readFileSync(path);
  const wholeLength = bytes.lastIndexOf('\n') + 1;
  if (wholeLength < bytes.length) truncateSync(path, wholeLength);
  return bytes
    .subarray(0, wholeLength)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => journalEntrySchema.parse(JSON.parse(line)));
}
