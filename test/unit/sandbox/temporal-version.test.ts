/** Which `temporal` on the PATH is good enough. */
import { expect, it } from 'vitest';
import { isSuitableVersion } from '../../../sandbox/temporal-binary.ts';

it.each([
  ['temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)', true],
  ['temporal version 2.0.0 (Server 2.0.0, UI 3.0.0)', true],
  ['temporal version 1.5.0 (Server 1.29.1, UI 2.41.0)', false],
  ['command not found', false],
])('a `temporal` on the PATH counts by its server’s version: %s', (text, isSuitable) => {
  expect(isSuitableVersion(text)).toBe(isSuitable);
});
