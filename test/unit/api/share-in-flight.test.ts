/** Copies that come while the first is being done cost nothing; those that come later are another matter. */
import { expect, it } from 'vitest';
import { shareInFlight } from '../../../api/share-in-flight.ts';

it('does it once for all who ask meanwhile, again for who asks later, and apart from other keys', async () => {
  const share = shareInFlight<number>();
  let done = 0;
  const work = async () => {
    await new Promise(setImmediate);
    return ++done;
  };
  expect(await Promise.all([share('a', work), share('a', work), share('b', work)])).toEqual([1, 1, 2]);
  expect(await share('a', work)).toBe(3);
});

it('fails for all of them, and is tried anew by the next', async () => {
  const share = shareInFlight<string>();
  const fail = async () => {
    await new Promise(setImmediate);
    throw new Error('as it happens');
  };
  const both = await Promise.allSettled([share('a', fail), share('a', fail)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(share('a', async () => 'now')).resolves.toBe('now');
});
