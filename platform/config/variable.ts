/** What is said about one environment variable. Without `byDefault` it must be set, unless its schema takes `undefined`. */
import type { z } from 'zod';
import { PROVIDERS, type Provider } from '../../domain/providers.ts';

/** A worker, where it is asked for that gateway. */
type GatewayProcess = `worker-${Provider}`;

const OWN_PROCESSES = [
  'api',
  'worker',
  'codec',
  /** The codec server where `CODEC_ACCESS=token`. */
  'codec-token',
  'migrate',
  'provision',
  'rotate-keys',
  'report',
  'operator',
] as const;

export type OwnProcess = (typeof OWN_PROCESSES)[number];

/** Who reads variables. */
export type Process = OwnProcess | GatewayProcess;

/** In the order in which they are told. */
export const PROCESSES: readonly Process[] = [...OWN_PROCESSES, ...PROVIDERS.map(gatewayProcess)];

export function gatewayProcess<P extends Provider>(provider: P): `worker-${P}` {
  return `worker-${provider}` as const;
}

export type Variable = {
  /** The heading on the configuration page. */
  readonly section: string;
  readonly usedBy: readonly Process[];
  readonly schema: z.ZodType<unknown, string | undefined>;
  /** As text, read by the schema like any other. */
  readonly byDefault?: string;
  readonly example: string;
  readonly description: string;
  /** Its value is never repeated in a fault. */
  readonly isSecret?: true;
};
