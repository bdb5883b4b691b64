// What a log line shows, and what it must never show.
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../domain/secret.ts';
import { createLogger, type Logger } from '../../../platform/logger.ts';
import { createRuntimeLogger } from '../../../platform/temporal/runtime-logger.ts';

const CARD = '4242 4242 4242 4242';

describe('a log line', () => {
  it('is one JSON object with time, level, process and message', () => {
    const [line] = linesOf((logger) => logger.info({ paymentId: 'pay_1' }, 'ready'));
    expect(line).toMatchObject({ level: 'info', process: 'test', msg: 'ready', paymentId: 'pay_1' });
    expect(line).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
  });

  it('hides what names a person, a credential or a card, at any depth and however the key is written', () => {
    const [text] = textsOf((logger) =>
      logger.info(
        {
          headers: { Authorization: 'Bearer hush', 'Set-Cookie': 'hush' },
          request: {
            body: { customer: { name: 'hush' }, refund_account: 'hush', items: [{ cardNumber: 'hush' }] },
          },
          apiSecret: new Secret('hush'),
          nested: new Map([['key', { email: 'hush' }]]),
          amount: 1000,
        },
        'request',
      ),
    );
    expect(text).not.toContain('hush');
    expect(text).toContain('"amount":1000');
  });

  it('hides it in what a child logger was given as well', () => {
    const [text] = textsOf((logger) =>
      logger.child({ requestId: 'r1' }).child({ Customer: 'hush' }).info('x'),
    );
    expect(text).toContain('"requestId":"r1"');
    expect(text).not.toContain('hush');
  });

  it('hides card numbers in messages, fields, errors and their causes, and leaves other numbers', () => {
    const error = new Error(`refused ${CARD}`, { cause: new Error(CARD.replaceAll(' ', '')) });
    const texts = textsOf((logger) => {
      logger.error(error);
      logger.error({ err: error }, `failed for ${CARD}`);
      logger.warn({ note: CARD.replaceAll(' ', '-') }, 'of %s', CARD);
      logger.info(`paid by ${CARD}`);
      logger.info({ atMs: 1_795_540_000_000, id: 'pay_4242424242424242aa' }, '4242424242424243');
    });
    for (const text of texts) expect(text).not.toMatch(/4242[ -]?4242[ -]?4242[ -]?4242(?!\w)/);
    expect(texts[0]).toContain('refused [redacted]');
    expect(texts[4]).toContain('1795540000000');
    expect(texts[4]).toContain('4242424242424243');
  });

  it('shows of an error its type, message, stack, code and cause, and nothing that a driver hung on it', () => {
    const error = Object.assign(new TypeError('boom', { cause: 'why' }), {
      code: '23505',
      parameters: ['hush'],
    });
    const [line] = linesOf((logger) => logger.error({ err: error }, 'failed'));
    expect(line).toHaveProperty('err', {
      type: 'TypeError',
      message: 'boom',
      code: '23505',
      cause: 'why',
      stack: expect.stringContaining('logger.test.ts'),
    });
  });

  it('lets nobody speak to the terminal, begin a line or turn it round, and loses nothing of what was said', () => {
    const hostile = `a\r\n{"level":"fatal"}\u001b[2J\u009b2J\u007f\u0000\u2028\u202e\u2066\ufeff`;
    const texts = textsOf((logger) => {
      logger.info({ [hostile]: hostile, list: [hostile], err: new Error(hostile) }, hostile);
      logger.child({ who: hostile }).warn('%s', hostile);
    });
    for (const text of texts) expect(text).toMatch(/^[\u0020-\u007e]+\n$/);
    const [line] = texts.map((text): unknown => JSON.parse(text));
    expect(line).toMatchObject({
      [hostile]: hostile,
      list: [hostile],
      err: { message: hostile },
      msg: hostile,
    });
  });

  it('survives what JSON does not: cycles, bigint, bytes', () => {
    const cycle: Record<string, unknown> = { big: 10n, bytes: new Uint8Array(3) };
    cycle['self'] = cycle;
    const [line] = linesOf((logger) => logger.info({ cycle }, 'x'));
    expect(line).toMatchObject({ cycle: { big: '10', bytes: '[3 bytes]' } });
  });
});

it("Temporal's lines keep their level and their error's redaction", () => {
  const lines = linesOf((logger) => {
    const runtime = createRuntimeLogger(logger);
    runtime.warn('Activity failed', { error: new Error(CARD), workflowId: 'payment-pay_1' });
    runtime.log('ERROR', 'Worker failed', { jobs: ['payloads'], start: { input: ['payloads'] } });
    runtime.trace('not at this level');
  });
  expect(lines).toMatchObject([
    { level: 'warn', msg: 'Activity failed', workflowId: 'payment-pay_1', err: { message: '[redacted]' } },
    { level: 'error', msg: 'Worker failed' },
  ]);
  expect(JSON.stringify(lines)).not.toContain('payloads');
});

function textsOf(log: (logger: Logger) => void): readonly string[] {
  const texts: string[] = [];
  log(createLogger({ level: 'info', process: 'test' }, { write: (text) => texts.push(text) }));
  return texts;
}

function linesOf(log: (logger: Logger) => void): readonly unknown[] {
  return textsOf(log).map((text): unknown => JSON.parse(text));
}
