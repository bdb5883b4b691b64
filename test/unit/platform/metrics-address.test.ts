/** Where a worker serves its metrics: what the SDK could not listen on is a fault of the configuration, told at the start. */
import { describe, expect, it } from 'vitest';
import { addressAndPort } from '../../../platform/config/schemas.ts';

describe('where metrics are served', () => {
  it.each(['127.0.0.1:9464', '0.0.0.0:1', '[::1]:9464'])('may be %s', (address) => {
    expect(addressAndPort.parse(address)).toBe(address);
  });

  it.each(['localhost:9464', '9464', '127.0.0.1:0', '[::g]:1'])('may not be %s', (address) => {
    expect(addressAndPort.safeParse(address).error?.issues.map(({ message }) => message)).toEqual([
      'must be an IP address and a port, as 127.0.0.1:9464',
    ]);
  });
});
