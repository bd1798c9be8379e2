import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * Which rooms a room may import. A room that is not listed beside another's name is unknown to it;
 * `docs/architecture.md` draws this table as a picture.
 */
const KNOWS = {
  catalog: [],
  'service-kit': [],
  'embedded-database': ['service-kit'],
  simulator: ['catalog', 'service-kit'],
  etl: ['catalog', 'service-kit'],
  jobs: ['service-kit'],
  'db-init-service': ['catalog', 'service-kit', 'jobs'],
  'ingestion-service': ['catalog', 'service-kit', 'etl', 'jobs'],
  api: ['catalog', 'service-kit', 'etl', 'jobs'],
  client: ['api'],
  cli: ['catalog', 'service-kit', 'etl', 'jobs'],
  monitoring: ['catalog', 'service-kit', 'api', 'ingestion-service', 'simulator'],
  'test-kit': ['catalog', 'service-kit', 'embedded-database', 'db-init-service', 'etl', 'simulator'],
  bench: ['catalog', 'service-kit', 'api', 'etl', 'simulator', 'test-kit'],
};

const TEST_FILES = ['**/*.test.{ts,tsx}', '**/test/**/*.ts'];
const rooms = Object.keys(KNOWS);

/** One block per room: other rooms only by their public name, and only the rooms it knows. */
const boundaries = (room, known, files, ignores) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ['@systole/*/*'],
            message: 'Import another room by its public name, not one of its files.',
          },
          ...rooms
            .filter((other) => other !== room && !known.includes(other))
            .map((other) => ({
              group: [`@systole/${other}`],
              message: `${room} does not know ${other} (eslint.config.js, KNOWS).`,
            })),
        ],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['**/node_modules/', '.node/', 'data/', '**/dist/', 'coverage/', 'test-results/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'import-x/order': ['error', { alphabetize: { order: 'asc' }, 'newlines-between': 'never' }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      // hono and winston name classes that are made by functions.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  ...Object.entries(KNOWS).flatMap(([room, known]) => [
    boundaries(room, known, [`${room}/**/*.{ts,tsx}`], TEST_FILES),
    boundaries(
      room,
      [...known, 'test-kit', 'embedded-database', 'db-init-service', 'simulator', 'etl'],
      TEST_FILES.map((glob) => `${room}/${glob}`),
      [],
    ),
  ]),
  {
    // Its server, build and benchmark are processes like any other; what the browser gets stays apart from them.
    files: ['client/src/server/**/*.ts', 'client/build/**/*.ts', 'client/bench/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['client/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // Only the API's types: its code is a server's.
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [{ name: '@systole/api', allowTypeImports: true, message: 'Import only types of the API.' }],
        },
      ],
    },
  },
  {
    files: ['cli/**/*.ts', 'bench/**/*.ts', 'client/bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
);
