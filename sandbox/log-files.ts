// One log per part: DATA_DIR/logs/<part>.log of this run, <part>.previous.log of the run before.
import { closeSync, fstatSync, openSync, readSync, renameSync } from 'node:fs';

export function keepPreviousLog(logFile: string): void {
  try {
    renameSync(logFile, logFile.replace(/\.log$/, '.previous.log'));
  } catch {
    // The first run has none.
  }
}

/** The last lines of a log, however large it is. */
export function tailOf(logFile: string, lineCount = 15): string {
  const lines = readEnd(logFile, 16_384).trimEnd().split('\n');
  return lines.slice(-lineCount).join('\n');
}

function readEnd(path: string, maxBytes: number): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, maxBytes));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(file);
  }
}
