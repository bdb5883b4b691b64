/** A configuration that cannot work: all its faults at once, each in words that say what to write instead. */
export class ConfigError extends Error {
  /** One line per fault; never the value of a secret. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${bullets(faults)}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

function bullets(faults: readonly string[]): string {
  return faults.map((fault) => `  - ${fault}`).join('\n');
}
