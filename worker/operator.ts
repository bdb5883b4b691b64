/**
 * `npm run operator -- retry|resolve|history <paymentId> …`: an operator's updates from a terminal, also to a payment
 * whose workflow has closed. The answer is JSON on standard output. Exit code 0: done; 1: refused, or no such payment;
 * 2: not understood; 3: not decided yet, it goes on.
 */
import { parseArgs } from 'node:util';
import { type Database, openDatabase } from '../db/orm.ts';
import { listTransitions } from '../db/stores/list-transitions.ts';
import { listOperatorActions } from '../db/stores/operator-actions.ts';
import { createPaymentReader } from '../db/stores/payment-reader.ts';
import { type Parsed, parseResolve, parseRetry } from '../domain/operator.ts';
import type { Payment } from '../domain/payment.ts';
import { loadOrExit } from '../platform/config/load-or-exit.ts';
import { loadOperatorConfig, type OperatorConfig } from '../platform/config/load-tool-config.ts';
import { connectTemporalClient } from '../platform/temporal/client-connection.ts';
import { type OperatorAnswer, resolveUpdate, retryUpdate } from '../workflows/contract.ts';
import { sendOperatorUpdate } from './send-operator-update.ts';

const USAGE = `usage:
  npm run operator -- retry   <paymentId> --who <name> [--reason <text>]
  npm run operator -- resolve <paymentId> --who <name> --reason <text> --outcome declined|not_paid|acknowledged
  npm run operator -- resolve <paymentId> --who <name> --reason <text> --outcome cancel_succeeded|cancel_failed
                      --cancellation <cancellationId> [--pg-cancellation <id at the gateway>]
  npm run operator -- history <paymentId>
`;

/** Of all that is on record of one payment: nobody reads more at once. */
const MOST_ACTIONS = 1_000;

type Asked = {
  readonly verb: string | undefined;
  readonly paymentId: string | undefined;
  readonly fields: Readonly<Record<string, string | undefined>>;
};

async function main(): Promise<number> {
  const { verb, paymentId, fields } = readArguments();
  if (paymentId === undefined || (verb !== 'retry' && verb !== 'resolve' && verb !== 'history')) {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = loadOrExit(loadOperatorConfig);
  const database = await openDatabase({ url: config.databaseUrl, poolSize: 2 });
  try {
    const payment = await createPaymentReader({ database, keyRing: config.keyRing }).findById(paymentId);
    if (payment === null) {
      process.stderr.write(`there is no payment ${paymentId}\n`);
      return 1;
    }
    if (verb === 'history') return await printHistory({ database, config }, payment);
    return print(await update(config, payment, { verb, fields }));
  } finally {
    await database.close();
  }
}

function readArguments(): Asked {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        who: { type: 'string' },
        reason: { type: 'string' },
        outcome: { type: 'string' },
        cancellation: { type: 'string' },
        'pg-cancellation': { type: 'string' },
      },
    });
    const { who, reason, outcome, cancellation: cancellationId } = values;
    const fields = { who, reason, outcome, cancellationId, pgCancellationId: values['pg-cancellation'] };
    return { verb: positionals[0], paymentId: positionals[1], fields };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return { verb: undefined, paymentId: undefined, fields: {} };
  }
}

type Verb = { readonly verb: 'retry' | 'resolve'; readonly fields: Asked['fields'] };

/** What is asked amiss is told before a workflow is opened for it. */
async function update(config: OperatorConfig, payment: Payment, { verb, fields }: Verb) {
  const client = connectTemporalClient(config);
  try {
    return verb === 'retry'
      ? await sent(parseRetry(fields), async (request) =>
          sendOperatorUpdate(client, payment, { update: retryUpdate, request }),
        )
      : await sent(parseResolve(fields), async (request) =>
          sendOperatorUpdate(client, payment, { update: resolveUpdate, request }),
        );
  } finally {
    await client.connection.close();
  }
}

async function sent<Request>(
  parsed: Parsed<Request>,
  send: (request: Request) => Promise<OperatorAnswer>,
): Promise<OperatorAnswer> {
  if ('faults' in parsed) return { kind: 'refused', code: 'INVALID_REQUEST', why: parsed.faults };
  return await send(parsed.request);
}

async function printHistory(
  { database, config }: { database: Database; config: OperatorConfig },
  { paymentId, status, attention }: Payment,
): Promise<number> {
  const [changes, operatorActions] = await Promise.all([
    listTransitions(database, paymentId),
    listOperatorActions(database, { keyRing: config.keyRing, paymentId, limit: MOST_ACTIONS }),
  ]);
  write({ paymentId, status, attention, changes, operatorActions });
  return 0;
}

function print(answer: OperatorAnswer): number {
  write(answer);
  if (answer.kind === 'refused') return 1;
  return answer.kind === 'pending' ? 3 : 0;
}

function write(value: object): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

if (import.meta.main) process.exitCode = await main();
