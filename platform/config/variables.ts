/**
 * Every environment variable this server knows, as one table: the loaders read by it, and the configuration page is
 * printed from it, in this order.
 */
import type { z } from 'zod';
import type { Process } from './variable.ts';
import { API_VARIABLES } from './variables/api.ts';
import { GATEWAY_VARIABLES } from './variables/gateways.ts';
import { PROCESS_VARIABLES } from './variables/processes.ts';
import { SYSTEM_VARIABLES } from './variables/systems.ts';
import { TOSS_VARIABLES } from './variables/toss.ts';

export const VARIABLES = {
  ...API_VARIABLES,
  ...SYSTEM_VARIABLES,
  ...GATEWAY_VARIABLES,
  ...TOSS_VARIABLES,
  ...PROCESS_VARIABLES,
} as const;

export type VariableName = keyof typeof VARIABLES;

/** The values that one process reads, parsed. */
export type ValuesOf<P extends Process> = {
  readonly [Name in VariableName as P extends (typeof VARIABLES)[Name]['usedBy'][number]
    ? Name
    : never]: z.output<(typeof VARIABLES)[Name]['schema']>;
};
