// Who may import whom (docs/internals/architecture.md), checked by `npm run verify`.
// Every rule's comment is printed with the violation and says what to do instead.

/** For each folder of the product, the other folders it may import. Whatever is not listed is an error. */
const MAY_IMPORT = {
  domain: [],
  platform: ['domain'],
  workflows: ['domain'],
  db: ['domain', 'platform'],
  activities: ['domain', 'db', 'platform'],
  api: ['domain', 'db', 'platform'],
  worker: ['domain', 'db', 'platform', 'workflows', 'activities'],
  sandbox: ['domain', 'platform'],
  scripts: ['domain', 'db', 'platform', 'workflows', 'activities', 'api', 'worker', 'sandbox'],
};

const INSTEAD = {
  domain: 'domain/ imports nothing, not even a package: hand the value in, or move this code outwards.',
  platform: 'platform/ is plumbing and knows only domain/: take what you need as an argument.',
  workflows:
    'A workflow is replayed: it may import domain/ and, as types only, activities/ (`import type`). Do the work in an activity.',
  db: 'db/ knows only domain/ and platform/: what others need from it, they call; it calls nobody.',
  activities:
    'An activity knows domain/, db/ and platform/: what a workflow shares with it belongs in domain/.',
  api: 'The API knows domain/, platform/, db/ and workflows/contract.ts (and, at its start, the gateways’ webhook parsers): start or update a workflow instead of doing its work.',
  worker: 'The worker wires everything but the API and the sandbox: move what both need to platform/.',
  sandbox: 'The sandbox starts other processes by path and imports only domain/ and platform/.',
  scripts: 'Nothing outside test/ imports test/: move what both need to the folder that it is about.',
};

const folders = Object.keys(MAY_IMPORT);
const anyOf = (names) => `^(${names.join('|')})/`;

/** The general rule; `pathNot` holds the exceptions, which have a rule of their own below. */
function folderRule(folder) {
  const allowed = [folder, ...MAY_IMPORT[folder]];
  const exceptions =
    {
      workflows: ['^activities/'],
      api: ['^workflows/contract\\.ts$', '^activities/gateway/webhook-parsers\\.ts$'],
    }[folder] ?? [];
  const forbidden = [...folders, 'test'].filter((name) => !allowed.includes(name));
  return {
    name: `${folder}-imports`,
    comment: INSTEAD[folder],
    from: { path: anyOf([folder]) },
    to: { path: anyOf(forbidden), ...(exceptions.length > 0 && { pathNot: exceptions }) },
  };
}

const packageRules = [
  {
    name: 'domain-is-pure',
    comment: INSTEAD.domain,
    from: { path: '^domain/' },
    to: { pathNot: '^domain/' },
  },
  {
    name: 'workflow-packages',
    comment:
      'A workflow may use @temporalio/workflow and @temporalio/common only: anything else is not safe to replay. Put it behind an activity.',
    from: { path: '^workflows/' },
    to: {
      pathNot: [anyOf(folders), '^node_modules/@temporalio/(workflow|common)/'],
    },
  },
  {
    name: 'workflows-take-activities-as-types',
    comment: 'Write `import type`: the code of an activity must not enter the workflow bundle.',
    from: { path: '^workflows/' },
    to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'webhook-parsers-are-wired-at-the-start',
    comment:
      'Only api/main.ts takes the gateways’ webhook parsers, and hands them to the routes: take `deps.webhooks` (docs/decisions/0018).',
    from: { path: '^api/', pathNot: '^api/main\\.ts$' },
    to: { path: '^activities/' },
  },
  {
    name: 'webhook-parsers-are-pure',
    comment:
      'The API process reads webhooks without the gateways’ secrets: a parser may use domain/, zod and the helpers for bodies and signatures, not its adapter or client.',
    from: {
      path: '^activities/gateway/(webhook-parsers|webhook-json|standard-webhooks|[^/]+/webhook)\\.ts$',
    },
    to: {
      pathNot: [
        '^domain/',
        '^activities/gateway/(webhook-json|standard-webhooks|[^/]+/webhook)\\.ts$',
        '^node_modules/zod/',
        '^(node:)?crypto$',
      ],
    },
  },
  {
    name: 'template-is-only-copied',
    comment:
      'activities/gateway/template/ is no gateway: copy it under a name of its own (docs/internals/adding-a-gateway.md).',
    from: { pathNot: '^(test/|activities/gateway/template/)' },
    to: { path: '^activities/gateway/template/' },
  },
  {
    name: 'orm-stays-in-db',
    comment:
      'Only db/ (and the table of failures) knows MikroORM: add a function to a store in db/ and call that.',
    from: {
      path: '^(domain|platform|workflows|activities|api|worker|sandbox)/',
      pathNot: ['^activities/failures\\.ts$'],
    },
    to: { path: '^node_modules/@mikro-orm/' },
  },
  {
    name: 'kafka-stays-behind-its-port',
    comment:
      'kafkajs must be replaceable, so only its adapter (and the table of failures) knows it: use the port in activities/kafka/.',
    from: {
      path: '^(domain|platform|workflows|activities|api|db|worker)/',
      pathNot: ['^activities/(kafka/|failures\\.ts$)', '^worker/provision'],
    },
    to: { path: '^node_modules/kafkajs/' },
  },
  {
    name: 'no-development-packages',
    comment:
      'A server is installed without devDependencies: make it a dependency, or move the code to sandbox/ or test/.',
    from: { path: '^(domain|platform|workflows|activities|api|db|worker)/' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
];

const generalRules = [
  {
    name: 'no-cycle',
    comment:
      'Modules that import each other cannot be read, or loaded, one at a time: move what both need to a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment:
      'There is no such module: own files are imported by path with `.ts`, packages must stand in package.json.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'listed-package',
    comment: 'This package is installed only because another one needs it: list it in package.json.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];

export default {
  forbidden: [
    ...folders.filter((name) => name !== 'domain').map(folderRule),
    ...packageRules,
    ...generalRules,
  ].map((rule) => ({
    ...rule,
    severity: 'error',
  })),
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(\\.data|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
