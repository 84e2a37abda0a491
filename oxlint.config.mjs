/** What each room may import from outside itself. Everything else is an error: the arrows of docs/architecture.md. */
const rooms = {
  engine: { rooms: [], node: false, vscode: false },
  hosts: { rooms: [], node: false, vscode: false },
  exports: { rooms: ['engine/index', 'engine/model', 'hosts', 'report'], node: false, vscode: false },
  gate: { rooms: ['engine/index', 'engine/model', 'hosts'], node: false, vscode: false },
  'gate/node': { rooms: ['engine/index', 'engine/model', 'hosts', 'gate'], node: true, vscode: false },
  'gate/embedded': {
    rooms: ['engine/index', 'engine/model', 'hosts', 'gate', 'gate/node'],
    node: true,
    vscode: false,
  },
  language: { rooms: ['engine/index', 'engine/model', 'exports', 'hosts', 'schemas'], node: false, vscode: false },
  'language/queries': {
    rooms: ['engine/index', 'engine/model', 'exports', 'hosts', 'language'],
    node: false,
    vscode: false,
  },
  protocol: { rooms: ['engine/index', 'engine/model', 'exports', 'hosts', 'language'], node: false, vscode: false },
  server: {
    rooms: ['engine/index', 'engine/model', 'exports', 'hosts', 'language', 'language/queries', 'protocol', 'report'],
    node: false,
    vscode: false,
  },
  report: { rooms: ['engine/index', 'engine/model'], node: false, vscode: false },
  client: { rooms: ['engine/model', 'protocol', 'report'], node: true, vscode: true },
  panel: { rooms: ['engine/model', 'protocol', 'report'], node: false, vscode: false },
  cli: {
    rooms: [
      'engine/index',
      'engine/model',
      'exports',
      'gate',
      'gate/node',
      'hosts',
      'language',
      'language/queries',
      'report',
    ],
    node: true,
    vscode: false,
  },
};
const every = [...Object.keys(rooms), 'test', 'testing', 'bench', 'scripts', 'schemas', 'examples'];

/** An allowed folder may be part of a room: `server/messages` opens that file alone. */
function forbiddenImports(room) {
  const { rooms: allowed, node, vscode } = rooms[room];
  const patterns = every
    .filter(other => other !== room && !allowed.includes(other))
    .map(other => ({
      group: [
        // A room inside this one is reached from its neighbours.
        `../**/${other.startsWith(`${room}/`) ? other.slice(room.length + 1) : other}/**`,
        ...allowed
          .filter(part => part.startsWith(`${other}/`))
          .flatMap(part => [`!../**/${part}.ts`, `!../**/${part}/**`]),
      ],
      message: `${room}/ must not import from ${other}/.`,
    }));
  if (!node) patterns.push({ regex: '^node:', message: `${room}/ runs in a browser too: no Node modules.` });
  if (!vscode) patterns.push({ regex: '^vscode$', message: 'Only client/ knows the editor.' });
  return ['error', { patterns }];
}

const tests = ['**/*.test.{ts,tsx}'];

export default {
  plugins: ['typescript', 'oxc', 'import'],
  categories: { correctness: 'error' },
  ignorePatterns: ['dist/', 'out/', '.vscode-test/', 'language/source/*/generated/', 'bench/.peers/'],
  rules: {
    eqeqeq: 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    // `a < b || a === b` is not `a <= b` for every value that a condition compares.
    'oxc/double-comparisons': 'off',
    // Warnings: a reason to look again, not to stop.
    'max-depth': ['warn', { max: 4 }],
    'max-lines': ['warn', { max: 300 }],
    'max-params': ['warn', { max: 5 }],
    'no-array-constructor': 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    'no-var': 'error',
    'prefer-const': 'error',
    'prefer-rest-params': 'error',
    'prefer-spread': 'error',
  },
  overrides: [
    {
      // Numbers at the limit of a double, and -0 and NaN, are written out on purpose.
      files: tests,
      rules: { 'no-loss-of-precision': 'off', 'no-constant-binary-expression': 'off' },
    },
    {
      files: [...tests, 'test/**', 'testing/**'],
      rules: { 'max-lines': 'off', 'max-params': 'off', 'max-depth': 'off' },
    },
    {
      files: ['**/*.{ts,tsx}'],
      rules: {
        'typescript/ban-ts-comment': 'error',
        'typescript/consistent-type-imports': 'error',
        'typescript/no-empty-object-type': 'error',
        'typescript/no-explicit-any': 'error',
        'typescript/no-misused-promises': 'error',
        // Splitting a text into code points is meant wherever it is done.
        'typescript/no-misused-spread': 'off',
        'typescript/no-namespace': 'error',
        'typescript/no-require-imports': 'error',
        'typescript/no-unnecessary-type-assertion': 'error',
        'typescript/no-unnecessary-type-constraint': 'error',
        'typescript/no-unsafe-argument': 'error',
        'typescript/no-unsafe-assignment': 'error',
        'typescript/no-unsafe-call': 'error',
        'typescript/no-unsafe-enum-comparison': 'error',
        'typescript/no-unsafe-function-type': 'error',
        'typescript/no-unsafe-member-access': 'error',
        'typescript/no-unsafe-return': 'error',
        'typescript/only-throw-error': 'error',
        'typescript/prefer-promise-reject-errors': 'error',
        // Texts are sorted by code units, which is the same order on every machine.
        'typescript/require-array-sort-compare': 'off',
        'typescript/require-await': 'error',
        'typescript/restrict-plus-operands': 'error',
        'typescript/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
        'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      },
    },
    ...Object.keys(rooms).map(room => ({
      files: [`${room}/**/*.{ts,tsx}`],
      excludeFiles: [...tests, 'server/node/**'],
      rules: { 'no-restricted-imports': forbiddenImports(room) },
    })),
    {
      files: ['client/**/*.ts'],
      excludeFiles: ['client/notifications.ts'],
      rules: {
        'no-restricted-properties': [
          'error',
          ...['showInformationMessage', 'showWarningMessage', 'showErrorMessage'].map(property => ({
            property,
            message: 'Use client/notifications.ts, which takes links out of what others wrote.',
          })),
        ],
      },
    },
    {
      files: ['engine/**/*.ts', 'language/**/*.ts'],
      excludeFiles: tests,
      rules: {
        'no-restricted-globals': [
          'error',
          'process',
          'Buffer',
          'setTimeout',
          'setImmediate',
          { name: 'performance', message: 'Work is counted, not timed.' },
          'require',
          '__dirname',
          'eval',
        ],
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now', message: 'The clock is an argument.' },
        ],
      },
    },
  ],
};
