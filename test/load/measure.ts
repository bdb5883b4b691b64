/** What a stretch of time was like for those who asked: how many were accepted, how fast; how many refused, how. */
import { readFileSync } from 'node:fs';
import type { Told } from '../support/recording-client.ts';
import type { Customers } from './customers.ts';

type Latencies = { readonly count: number; readonly p50Ms: number; readonly p99Ms: number };

export type Measured = {
  readonly paidPerSecond: number;
  /** Create and complete together, of the slowest in a hundred. */
  readonly paymentP99Ms: number;
  /** 200, 201, 202. */
  readonly accepted: Latencies;
  /** 429 and 503 that say when to come back. */
  readonly refused: Latencies;
  /** Of all answers. */
  readonly refusedShare: number;
  /** What is neither: there must be none. */
  readonly otherAnswers: readonly string[];
};

export async function measure(customers: Customers, traffic: () => Promise<void>): Promise<Measured> {
  const earlier = new Set(customers.answers());
  const began = performance.now();
  await traffic();
  const seconds = (performance.now() - began) / 1_000;
  const answers = customers.answers().filter((answer) => !earlier.has(answer));
  const accepted = answers.filter(isSuccess);
  const refused = answers.filter(isRefusal);
  const others = answers.filter((answer) => !isSuccess(answer) && !isRefusal(answer));
  const paid = accepted.filter(({ operation, state }) => operation === 'complete' && state === 'PAID');
  return {
    paidPerSecond: paid.length / seconds,
    paymentP99Ms: 2 * latenciesOf(accepted).p99Ms,
    accepted: latenciesOf(accepted),
    refused: latenciesOf(refused),
    refusedShare: refused.length / answers.length,
    otherAnswers: [
      ...new Set(others.map(({ operation, status, code }) => `${operation} ${status} ${code ?? ''}`)),
    ],
  };
}

export function rowOf({ paidPerSecond, accepted, refused, refusedShare }: Measured) {
  return {
    'paid/s': Number(paidPerSecond.toFixed(1)),
    accepted: accepted.count,
    'p50 ms': accepted.p50Ms,
    'p99 ms': accepted.p99Ms,
    refused: `${(refusedShare * 100).toFixed(0)} %`,
    'refused p50 ms': refused.p50Ms,
    'refused p99 ms': refused.p99Ms,
  };
}

/** What a process holds in memory, as Linux has it. */
export function megabytesOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes ?? 0) / 1_024);
}

function isSuccess({ status }: Told): boolean {
  return status >= 200 && status < 300;
}

function isRefusal({ status, headers }: Told): boolean {
  return (status === 429 || status === 503) && Number(headers.get('Retry-After')) > 0;
}

function latenciesOf(answers: readonly Told[]): Latencies {
  const sorted = answers.map(({ tookMs }) => tookMs).toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}
