/** A database that hangs, fails, or shows a bug of ours: three different answers. */
import { expect, it } from 'vitest';
import { boundReader } from '../../../api/bounded-reader.ts';
import { Problem } from '../../../api/problem.ts';

const readerThat = (findById: () => Promise<null>) =>
  boundReader({ findById, findOwn: findById, listMine: () => Promise.resolve([]) }, 20);

it('passes on what is read in time', async () => {
  await expect(readerThat(() => Promise.resolve(null)).findById('pay_1')).resolves.toBeNull();
});

it('is unavailable, with a time to come back, when nothing comes', async () => {
  const reading = readerThat(() => new Promise(() => {})).findById('pay_1');
  await expect(reading).rejects.toMatchObject({
    code: 'TEMPORARILY_UNAVAILABLE',
    options: { headers: { 'Retry-After': '1' } },
  });
});

it('is unavailable when the connection fails, and keeps why for the log', async () => {
  const cause = new Error('connection refused');
  const reading = readerThat(() => Promise.reject(cause)).findById('pay_1');
  await expect(reading).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', cause });
});

it('is not "unavailable" because of a bug', async () => {
  const reading = readerThat(() => Promise.reject(new TypeError('bug'))).findById('pay_1');
  await expect(reading).rejects.not.toBeInstanceOf(Problem);
});
