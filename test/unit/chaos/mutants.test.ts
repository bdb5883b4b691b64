/** The mutants still fit the product: a campaign against one that changes nothing would prove nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MUTANTS, mutated } from '../../chaos/mutants/mutants.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

it.each(MUTANTS.flatMap(({ name, edits }) => edits.map((edit) => ({ name, edit, path: edit.path }))))(
  '$name changes $path in exactly one place',
  ({ edit }) => {
    const text = readFileSync(join(ROOT, edit.path), 'utf8');
    expect(mutated(text, edit)).not.toBe(text);
  },
);
