/** A gateway is asked for by the routing table, or by its secret; else it is left out, and nothing of it need be set. */
import type { Provider } from '../../domain/providers.ts';
import { type Environment, type Reading, readVariables } from './read-variables.ts';
import { gatewayProcess } from './variable.ts';
import { VARIABLES, type ValuesOf, type VariableName } from './variables.ts';

export type GatewayReader<P extends Provider, Config> = {
  readonly provider: P;
  /** Set, it configures the gateway also where no route leads there any more. */
  readonly secret: VariableName;
  readonly toConfig: (values: ValuesOf<`worker-${P}`>) => Reading<Config>;
};

/** Null where nothing asks for it. */
export function readGateway<P extends Provider, Config>(
  environment: Environment,
  { provider, secret, toConfig }: GatewayReader<P, Config>,
): Reading<Config | null> {
  const isRouted = leadsTo(provider, environment['GATEWAY_ROUTES']);
  const isSet = (environment[secret]?.trim() ?? '') !== '';
  if (!isRouted && !isSet) return { values: null };
  const reading = readVariables(environment, gatewayProcess(provider));
  if (!('faults' in reading)) return toConfig(reading.values);
  const why = isRouted ? ` GATEWAY_ROUTES leads to ${provider}, so it is needed.` : '';
  return { faults: reading.faults.map((fault) => `${fault}${why}`) };
}

/** Read from the text: a table with a fault elsewhere leads there all the same, and all is told at once. */
function leadsTo(provider: Provider, text = ''): boolean {
  const routes = text.trim() === '' ? VARIABLES.GATEWAY_ROUTES.byDefault : text;
  return routes.split(',').some((route) => route.split('=')[1]?.trim() === provider);
}
