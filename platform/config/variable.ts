/** What is said about one environment variable. Without `byDefault` it must be set, unless its schema takes `undefined`. */
import type { z } from 'zod';

/** Who reads variables. `codec-token`: the codec server where `CODEC_ACCESS=token`; `worker-toss`: a worker that is routed to TOSS. */
export const PROCESSES = [
  'api',
  'worker',
  'worker-toss',
  'codec',
  'codec-token',
  'migrate',
  'provision',
  'rotate-keys',
  'report',
  'operator',
] as const;
export type Process = (typeof PROCESSES)[number];

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
