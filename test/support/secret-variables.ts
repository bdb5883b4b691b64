/** Which of a process's variables are secrets, and what about each is the secret. */
import type { Variable } from '../../platform/config/variable.ts';
import { VARIABLES } from '../../platform/config/variables.ts';

/** The value of every variable that the table calls a secret, without what is no secret about it. */
export function secretsIn(environment: Readonly<Record<string, string>>): Record<string, string> {
  const table: Readonly<Record<string, Variable>> = VARIABLES;
  const named = Object.entries(environment).filter(([name]) => table[name]?.isSecret === true);
  const values = named.flatMap(([name, value]) =>
    secretParts(name, value).map((part, index) => [`${name} ${index + 1}`, part] as const),
  );
  return Object.fromEntries(values);
}

function secretParts(name: string, value: string): readonly string[] {
  if (name === 'DATABASE_URL') return [new URL(value).password];
  const listed = value.split(',').map((part) => part.replace(/^whsec_/, ''));
  return name === 'ENCRYPTION_KEYS' ? listed.map((part) => part.slice(part.indexOf(':') + 1)) : listed;
}
