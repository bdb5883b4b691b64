// A process of its own beside the sandbox: when the sandbox dies without a chance to stop its parts (kill -9), the
// pipe on stdin closes, and the guard stops what running.json lists. After a clean stop the file is gone: nothing to do.
import { stopLeftovers } from './running-file.ts';

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('usage: guard.ts <data folder>');

// Signals to the whole group or to "all node processes" are no reason to leave the parts alone.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});

process.stdin.resume();
process.stdin.once('end', () => void stopLeftovers(dataDir));
process.stdin.once('error', () => void stopLeftovers(dataDir));
