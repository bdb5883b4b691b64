/** The codec server, and what every process has in common. */
import * as is from '../schemas.ts';
import type { Variable } from '../variable.ts';

const EVERY = ['api', 'worker', 'codec', 'migrate', 'provision', 'rotate-keys'] as const;
const SERVERS = ['api', 'worker', 'codec'] as const;

export const PROCESS_VARIABLES = {
  CODEC_HOST: {
    section: 'Codec server',
    usedBy: ['codec'],
    schema: is.text,
    byDefault: '127.0.0.1',
    example: '127.0.0.1',
    description: 'Address the codec server listens on; it shows everything in clear, so mind `CODEC_ACCESS`.',
  },
  CODEC_PORT: {
    section: 'Codec server',
    usedBy: ['codec'],
    schema: is.port,
    byDefault: '4002',
    example: '4002',
    description: 'Port the codec server listens on.',
  },
  CODEC_ALLOWED_ORIGIN: {
    section: 'Codec server',
    usedBy: ['codec'],
    schema: is.origins,
    byDefault: 'http://localhost:8233,http://127.0.0.1:8233',
    example: 'https://temporal.example.com',
    description: 'Origins of the Temporal Web UI that may ask from a browser.',
  },
  CODEC_ACCESS: {
    section: 'Codec server',
    usedBy: ['codec'],
    schema: is.oneOf(['loopback', 'token']),
    byDefault: 'loopback',
    example: 'token',
    description:
      'Who may ask: anybody on this machine, or whoever brings a token with the scope `payments:operate` (then the `AUTH_…` variables are needed).',
  },
  METRICS_ADDRESS: {
    section: 'Metrics',
    usedBy: ['worker'],
    schema: is.addressAndPort.optional(),
    example: '127.0.0.1:9464',
    description:
      'Where the worker serves its metrics to Prometheus, under `/metrics`; each worker of a machine needs a port of its own. Without it there are none.',
  },
  LOG_LEVEL: {
    section: 'Every process',
    usedBy: EVERY,
    schema: is.oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
    byDefault: 'info',
    example: 'debug',
    description: 'The least important lines that are logged.',
  },
  SHUTDOWN_GRACE_SECONDS: {
    section: 'Every process',
    usedBy: SERVERS,
    schema: is.wholeNumber(1, 300),
    byDefault: '10',
    example: '30',
    description: 'How long what is running may take to finish after SIGTERM.',
  },
} as const satisfies Readonly<Record<string, Variable>>;
