/** What an entry calls first: the configuration, or its faults on standard error and exit code 78 (`EX_CONFIG`). */
import { ConfigError } from './config-error.ts';
import type { Environment } from './read-variables.ts';

export function loadOrExit<Config>(load: (environment: Environment) => Config): Config {
  try {
    return load(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EX_CONFIG);
  }
}

const EX_CONFIG = 78;
