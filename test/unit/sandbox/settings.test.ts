/** Every fault of the surroundings is told at once. */
import { describe, expect, it } from 'vitest';
import { parseSettings, SandboxFaults } from '../../../sandbox/settings.ts';

describe('the sandbox’s settings', () => {
  it('need nothing: every port and the data folder have a default', () => {
    const { ports, dataDir, existing } = parseSettings({});
    expect(ports).toEqual({
      api: 3000,
      temporal: 7233,
      temporalUi: 8233,
      kafka: 9092,
      kafkaController: 9093,
      postgres: 5433,
      simulator: 4000,
      tokenIssuer: 4001,
      codec: 4002,
      metrics: 9464,
    });
    expect(dataDir).toMatch(/\/\.data$/);
    expect(existing).toEqual({});
  });

  it('tell every fault at once, each by the name of its variable', () => {
    const faults = faultsOf({
      API_PORT: 'web',
      KAFKA_PORT: '70000',
      DATABASE_URL: 'mysql://x',
      KAFKA_BROKERS: 'a',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'API_PORT',
      'KAFKA_PORT',
      'DATABASE_URL',
      'KAFKA_BROKERS',
    ]);
  });

  it('refuse one port for two parts, a default included', () => {
    expect(faultsOf({ API_PORT: '9092' })).toEqual(['API_PORT and KAFKA_PORT: both are 9092']);
  });

  it('take an empty variable as not set', () => {
    expect(parseSettings({ API_PORT: '', TEMPORAL_ADDRESS: '' })).toMatchObject({
      ports: { api: 3000 },
      existing: {},
    });
  });

  it('keep the addresses of servers that exist already', () => {
    const existing = {
      DATABASE_URL: 'postgres://u:p@db.example:5432/payments',
      TEMPORAL_ADDRESS: 'temporal.example:7233',
      KAFKA_BROKERS: 'a.example:9092,b.example:9092',
    };
    expect(parseSettings(existing).existing).toEqual({
      databaseUrl: existing.DATABASE_URL,
      temporalAddress: existing.TEMPORAL_ADDRESS,
      kafkaBrokers: existing.KAFKA_BROKERS,
    });
  });
});

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseSettings(environment);
  } catch (error) {
    if (error instanceof SandboxFaults) return error.faults;
    throw error;
  }
  throw new Error('no fault was found');
}
