/** Prints the table of variables as `docs/operating/configuration.md`, so that the page cannot disagree with the code. */
import { PROVIDERS } from '../../domain/providers.ts';
import { gatewayProcess, type OwnProcess, PROCESSES, type Variable } from './variable.ts';
import { VARIABLES } from './variables.ts';

export function renderConfigurationPage(): string {
  const bySection = Map.groupBy(Object.entries<Variable>(VARIABLES), ([, variable]) => variable.section);
  const sections = [...bySection].map(
    ([section, rows]) => `## ${section}\n\n${HEAD}\n${rows.map(row).join('\n')}\n`,
  );
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `<!-- Written by \`npm run generate\` from platform/config/variables.ts: change that file. -->
# Configuration

Every process is configured by environment variables alone. A process that finds a fault names all of them at once
on standard error and ends with exit code 78. An empty variable counts as one that is not set.
`;

const HEAD = '| variable | default | read by | what it is |\n|---|---|---|---|';

const OWN_WORDS: Readonly<Record<OwnProcess, string>> = {
  api: 'api',
  worker: 'worker',
  codec: 'codec',
  'codec-token': 'codec (`CODEC_ACCESS=token`)',
  migrate: 'migrate',
  provision: 'provision',
  'rotate-keys': 'rotate-keys',
  report: 'reconcile:report',
  operator: 'operator',
};

const WORDS = new Map<string, string>([
  ...Object.entries(OWN_WORDS),
  ...PROVIDERS.map((name) => [gatewayProcess(name), `worker (\`GATEWAY_ROUTES\` to \`${name}\`)`] as const),
]);

function row([name, variable]: readonly [string, Variable]): string {
  const readBy = PROCESSES.filter((process) => variable.usedBy.includes(process)).map((process) =>
    WORDS.get(process),
  );
  const description = `${variable.description}${exampleOf(variable)}`;
  return `| ${[`\`${name}\``, defaultOf(variable), readBy.join(', '), description].map(escapeCell).join(' | ')} |`;
}

function defaultOf(variable: Variable): string {
  if (variable.byDefault !== undefined) return `\`${variable.byDefault}\``;
  return variable.schema.safeParse(undefined).success ? 'none' : '**required**';
}

function exampleOf(variable: Variable): string {
  return variable.example === variable.byDefault ? '' : ` Example: \`${variable.example}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
