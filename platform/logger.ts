/**
 * One JSON line per event on standard output. What identifies a person, proves an identity or could be a card
 * number never passes, neither as a field (see `redact.ts`) nor inside a message.
 */
import { format } from 'node:util';
import pino, { type LogFn, type Logger as PinoLogger } from 'pino';
import type { LogLevel } from './config/load-config.ts';
import { redactLine, redactText } from './redact.ts';

export type Logger = Readonly<Record<LogLevel, LogFn>> & {
  /** A logger that puts these fields on each of its lines. */
  child(fields: Readonly<Record<string, unknown>>): Logger;
};

export type LoggerOptions = {
  readonly level: LogLevel;
  /** Which process speaks: `api`, `worker`, `codec` … */
  readonly process: string;
};

export function createLogger(
  { level, process: name }: LoggerOptions,
  destination: pino.DestinationStream = standardOutput(),
): Logger {
  const logger = pino(
    {
      level,
      base: { process: name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactLine },
      // Errors have been made plain by then, with what may be shown of them.
      serializers: { err: (plain: unknown) => plain },
      hooks: { logMethod: callRedacted, streamWrite: escapeInvisible },
    },
    destination,
  );
  return asLogger(logger);
}

/**
 * What JSON leaves as it is, and a terminal or a viewer obeys: C1 controls (a terminal's commands in one character),
 * line separators, marks that turn the reading direction. Escaped, the line says the same and shows it.
 */
const INVISIBLE = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escapeInvisible(line: string): string {
  return line.replace(
    INVISIBLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// Synchronous, so that the last lines of a dying process are not lost.
function standardOutput(): pino.DestinationStream {
  return pino.destination({ dest: 1, sync: true });
}

// A line's text passes by the formatters: also the one that pino takes from an error when none is given.
function callRedacted(this: PinoLogger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, message, ...rest] = args;
  const textOf = (template: string, values: readonly unknown[]) => redactText(format(template, ...values));
  if (typeof first === 'string') {
    method.apply(this, [textOf(first, message === undefined ? [] : [message, ...rest])]);
  } else if (first instanceof Error) {
    method.apply(this, [{ err: first }, textOf(message ?? first.message, rest)]);
  } else {
    method.apply(this, message === undefined ? [first] : [first, textOf(message, rest)]);
  }
}

// pino writes what a child is given without asking the formatters.
function asLogger(logger: PinoLogger): Logger {
  return {
    trace: logger.trace.bind(logger),
    debug: logger.debug.bind(logger),
    info: logger.info.bind(logger),
    warn: logger.warn.bind(logger),
    error: logger.error.bind(logger),
    fatal: logger.fatal.bind(logger),
    child: (fields) => asLogger(logger.child(redactLine(fields))),
  };
}
