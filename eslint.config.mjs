import tseslint from 'typescript-eslint';

/** What each room may import from outside itself. Everything else is an error: the arrows of docs/architecture.md. */
const rooms = {
  engine: { rooms: [], node: false, vscode: false },
  language: { rooms: ['engine', 'schemas'], node: false, vscode: false },
  server: { rooms: ['engine', 'language'], node: false, vscode: false },
  client: {
    rooms: [
      'engine/model',
      'engine/diff/facts',
      'server/messages',
      'panel/messages',
      'panel/review/messages',
      'panel/host/protocol',
      'panel/parts/page-document',
    ],
    node: true,
    vscode: true,
  },
  panel: {
    rooms: ['engine/model', 'engine/diff/facts', 'engine/condition/duration', 'server/messages'],
    node: false,
    vscode: false,
  },
  cli: { rooms: ['engine', 'language'], node: true, vscode: false },
};
const every = [...Object.keys(rooms), 'test', 'bench', 'scripts', 'schemas', 'examples'];

/** Allowed foreign folders may be a part of a room: `server/messages` opens that file alone. */
function forbiddenImports(room) {
  const { rooms: allowed, node, vscode } = rooms[room];
  const patterns = every
    .filter(other => other !== room && !allowed.includes(other))
    .map(other => {
      const parts = allowed.filter(a => a.startsWith(`${other}/`)).map(a => a.slice(other.length + 1));
      const except = parts.length > 0 ? `(?!(?:${parts.join('|')})(?:/|\\.ts$))` : '';
      return { regex: `^(?:\\.\\./)+${other}/${except}`, message: `${room}/ must not import from ${other}/.` };
    });
  if (!node) patterns.push({ regex: '^node:', message: `${room}/ runs in a browser too: no Node modules.` });
  if (!vscode) patterns.push({ regex: '^vscode$', message: 'Only client/ knows the editor.' });
  return ['error', { patterns }];
}

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'language/source/generated/', 'node_modules/', 'bench/.peers/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      eqeqeq: 'error',
    },
  },
  ...Object.keys(rooms).map(room => ({
    files: [`${room}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.{ts,tsx}', 'server/node/**'],
    rules: { 'no-restricted-imports': forbiddenImports(room) },
  })),
  {
    files: ['engine/**/*.ts', 'language/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'setTimeout',
        'setImmediate',
        'require',
        '__dirname',
        'eval',
      ],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: 'The clock is an argument.' }],
    },
  },
);
