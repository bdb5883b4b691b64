/** What each gateway's adapter is told; null where nothing asks for that gateway. A further one is a line here. */
import type { Provider } from '../../domain/providers.ts';
import { readPortOneConfig } from './portone-config.ts';
import type { Environment, Reading } from './read-variables.ts';
import { readTossConfig } from './toss-config.ts';

const READERS = {
  PORTONE: readPortOneConfig,
  TOSS: readTossConfig,
} as const satisfies Readonly<Record<Provider, (environment: Environment) => Reading<unknown>>>;

export type GatewayConfigs = {
  readonly [Name in Provider]: Extract<ReturnType<(typeof READERS)[Name]>, { values: unknown }>['values'];
};

/** The faults of all of them at once. */
export function readGatewayConfigs(environment: Environment): Reading<GatewayConfigs> {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(READERS)) {
    const reading = read(environment);
    if ('faults' in reading) faults.push(...reading.faults);
    else values[name] = reading.values;
  }
  return faults.length > 0 ? { faults } : { values: asGatewayConfigs(values) };
}

/** Guarantee: the caller has put what each reader returned under that reader's name, and none had a fault. */
function asGatewayConfigs(values: Readonly<Record<string, unknown>>): GatewayConfigs {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the guarantee above
  return values as GatewayConfigs;
}
