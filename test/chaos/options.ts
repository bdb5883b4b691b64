/** `npm run chaos -- --seed N --payments M …`: what the campaign is told, every fault at once. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PROFILES } from './plan/profiles.ts';
import { namesOf } from './plan/random.ts';

const CLIENTS = 12;

export const USAGE = `npm run chaos -- [options]

  --seed N         which campaign (1): the same seed makes the same plan
  --payments M     how many payments (200)
  --clients C      how many live through them at the same time (${CLIENTS})
  --profile NAME   what it is about (all): ${namesOf(PROFILES).join(', ')}
  --quiet-within S how many seconds it may take after the healing until nothing is outstanding (120)
  --report FILE    where a report is written, in Markdown
  --keep           the folder with all data and logs stays, also when nothing was found`;

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'a whole number')
  .transform(Number);

const schema = z.object({
  seed: wholeNumber.default(1),
  payments: wholeNumber.refine((count) => count > 0, 'at least 1').default(200),
  clients: wholeNumber.refine((count) => count > 0, 'at least 1').default(CLIENTS),
  profile: z.enum(namesOf(PROFILES)).default('all'),
  'quiet-within': wholeNumber.default(120),
  report: z.string().min(1).optional(),
  keep: z.boolean().default(false),
});

export type Options = z.infer<typeof schema>;

/** @throws Error with a line for each fault. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      payments: { type: 'string' },
      clients: { type: 'string' },
      profile: { type: 'string' },
      'quiet-within': { type: 'string' },
      report: { type: 'string' },
      keep: { type: 'boolean' },
    },
  });
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'),
  );
}

export function commandOf({
  seed,
  payments,
  profile,
  clients,
}: Pick<Options, 'seed' | 'payments' | 'profile' | 'clients'>): string {
  const more = [
    ...(profile === 'all' ? [] : ['--profile', profile]),
    ...(clients === CLIENTS ? [] : ['--clients', clients]),
  ];
  return ['npm run chaos --', '--seed', seed, '--payments', payments, ...more].join(' ');
}
