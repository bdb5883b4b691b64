/**
 * One JSON line per event on standard output. What identifies a person, proves an identity or could be a card
 * number never passes, neither as a field (see `redact.ts`) nor inside a message.
 */
import pino, { type LogFn, type Logger as PinoLogger } from 'pino';
import type { LogLevel } from './config/load-config.ts';
import { redactLine, redactText } from './redact.ts';

export type Logger = PinoLogger;

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
      hooks: { logMethod: callRedacted },
    },
    destination,
  );
  redactBindingsOfChildren(logger);
  return logger;
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

// pino writes a child's bindings without asking the formatters.
function redactBindingsOfChildren(logger: PinoLogger): void {
  const child = logger.child;
  logger.child = function redactedChild<Levels extends string = never>(
    this: PinoLogger,
    bindings: Bindings,
    options?: ChildLoggerOptions<Levels>,
  ): PinoLogger<Levels> {
    return child.call(this, redactLine(bindings), options);
  };
}
