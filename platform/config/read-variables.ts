/** Reads the variables of one process by the table, and collects every fault: nobody should start five times to learn five. */
import type { Process, Variable } from './variable.ts';
import { VARIABLES, type ValuesOf } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Reading<Values> = { readonly values: Values } | { readonly faults: readonly string[] };

export function readVariables<P extends Process>(environment: Environment, process: P): Reading<ValuesOf<P>> {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of variablesOf(process)) {
    const text = textOf(environment, name);
    const parsed = variable.schema.safeParse(text ?? variable.byDefault);
    if (parsed.success) values[name] = parsed.data;
    else
      faults.push(...faultsOf({ name, variable, text, messages: parsed.error.issues.map((i) => i.message) }));
  }
  return faults.length > 0 ? { faults } : { values: asValuesOf<P>(values) };
}

// The rows of the table that a process reads.
function variablesOf(process: Process): readonly (readonly [string, Variable])[] {
  return Object.entries<Variable>(VARIABLES).filter(([, variable]) => variable.usedBy.includes(process));
}

// An empty variable is one that was not set: compose files and shells cannot say it otherwise.
function textOf(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim();
  return text === '' ? undefined : text;
}

type Faulty = {
  readonly name: string;
  readonly variable: Variable;
  readonly text: string | undefined;
  readonly messages: readonly string[];
};

function faultsOf({ name, variable, text, messages }: Faulty): readonly string[] {
  const example = `Example: ${name}=${variable.example}`;
  if (text === undefined) return [`${name} is not set. ${variable.description} ${example}`];
  const found = variable.isSecret ? '' : ` (it is "${text.slice(0, 80)}")`;
  return messages.map((message) => `${name} ${message}${found}. ${example}`);
}

/**
 * Guarantee: the caller has put the parsed value of every variable of `P` under its name, by the same table that
 * `ValuesOf` is computed from, and there was no fault.
 */
function asValuesOf<P extends Process>(values: Readonly<Record<string, unknown>>): ValuesOf<P> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the guarantee above
  return values as ValuesOf<P>;
}
