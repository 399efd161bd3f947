/** What is changed, and how the tests are run on it; see run.mjs. Paths are relative to the project's folder. */

export default {
  // The rule, and what templates come to. The parsers are held to other parsers instead (test/oracle, test/template/parse).
  mutate: ['src/decision/*.ts', 'src/template/*.ts', 'src/template/evaluate/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.mts', related: false },
  // Only the tests that come by a change are run on it. Tables and patterns at the top level of a file decide verdicts as
  // well, so that changes to them are not left out, although every test has to run on those.
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  // Beyond this a change is taken for one without an end.
  timeoutMS: 30_000,
  concurrency: 2,
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: '.stryker/report.json' },
  incrementalFile: '.stryker/incremental.json',
  tempDirName: '.stryker/sandbox',
  ignorePatterns: [
    '/dist',
    '/docs',
    '/bench',
    '/deploy',
    '/.venv',
    '/coverage',
    '/test/integration',
    '/test/oracle',
  ],
  // Vitest strips the types; the compiler's programming interface, which Stryker would read tsconfig.json with, is gone.
  tsconfigFile: 'none',
  allowConsoleColors: false,
};
