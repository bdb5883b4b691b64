/** Sends what the Temporal SDK, workflows and activities log through our logger: `Runtime.install({ logger })`. */
import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/common';
import type { Logger } from '../logger.ts';

export function createRuntimeLogger(logger: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta?: LogMetadata) => {
    logger[PINO_LEVELS[level]](lineOf(meta), message);
  };
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}

const PINO_LEVELS = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/**
 * A task token says nothing to a reader. Jobs and starts (of the SDK's trace) hold payloads: encrypted when they are
 * logged, and decoded in place before the line, which waits for its turn among the native ones, is written.
 */
const LEFT_OUT = new Set(['taskToken', 'jobs', 'start']);

// The SDK calls an error `error`, ours are `err` everywhere.
function lineOf(meta: LogMetadata = {}): Record<string, unknown> {
  const members = Object.entries(meta).filter(([key]) => !LEFT_OUT.has(key));
  return Object.fromEntries(members.map(([key, value]) => [key === 'error' ? 'err' : key, value]));
}
