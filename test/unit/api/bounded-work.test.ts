/** A burst waits its turn, and nobody waits for ever. */
import { expect, it } from 'vitest';
import { boundWork } from '../../../api/bounded-work.ts';

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

it('runs so many at once and the rest in the order of their coming, whatever fails', async () => {
  const inTurn = boundWork({ atOnce: 2, waitingAtMost: 10, waitAtMostMs: 5_000 });
  const done: number[] = [];
  let running = 0;
  let most = 0;
  const work = (id: number) => async () => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running -= 1;
    done.push(id);
    if (id % 2 === 0) throw new Error('as it happens');
  };
  await Promise.allSettled([1, 2, 3, 4, 5].map((id) => inTurn(work(id))));
  expect([most, done]).toEqual([2, [1, 2, 3, 4, 5]]);
});

it('sends away whom it has no room for, and who has waited too long; then there is room again', async () => {
  const inTurn = boundWork({ atOnce: 1, waitingAtMost: 1, waitAtMostMs: 20 });
  const { opened, open } = gate();
  const first = inTurn(async () => await opened);
  const second = inTurn(async () => 'never');
  await expect(inTurn(async () => 'never')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  await expect(second).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  open();
  await first;
  await expect(inTurn(async () => 'now')).resolves.toBe('now');
});
