/** A process that does nothing but stop: started by `shutdown.test.ts`, which names its behaviour. */
import { createLogger } from '../../../platform/logger.ts';
import { onShutdown, type ShutdownStep } from '../../../platform/shutdown.ts';

const logger = createLogger({ level: 'info', process: 'fixture' });
const behaviour = process.argv[2];

const neverEnds: ShutdownStep = { name: 'hang', run: () => new Promise(() => {}) };
const fails: ShutdownStep = { name: 'fail', run: () => Promise.reject(new Error('no')) };
const say = (name: string): ShutdownStep => ({ name, run: () => logger.info({ step: name }, 'step') });
const goesOnceReleased: ShutdownStep = {
  name: 'released',
  run: () =>
    new Promise((resolve) => {
      process.once('SIGUSR2', resolve);
      logger.info('may be released');
    }),
};

const steps: Readonly<Record<string, readonly ShutdownStep[]>> = {
  ordered: [say('first'), goesOnceReleased, say('second')],
  hanging: [neverEnds, say('never')],
  failing: [fails, say('after')],
};

onShutdown({
  logger,
  steps: steps[behaviour ?? ''] ?? [],
  graceMs: behaviour === 'hanging' ? 100 : 20_000,
});
const keepAlive = setInterval(() => {}, 60_000);
if (behaviour === 'throwing') setImmediate(() => failUnhandled());
if (behaviour === 'warning') process.emitWarning('a library says so');
logger.info('ready');

function failUnhandled(): void {
  clearInterval(keepAlive);
  void Promise.reject(new Error('nobody caught this'));
}
