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

// The SDK calls an error `error`, ours are `err` everywhere; a task token is long and says nothing to a reader.
function lineOf(meta: LogMetadata = {}): Record<string, unknown> {
  const members = Object.entries(meta).filter(([key]) => key !== 'taskToken');
  return Object.fromEntries(members.map(([key, value]) => [key === 'error' ? 'err' : key, value]));
}
