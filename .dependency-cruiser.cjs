// The layout as docs/architecture.md draws it: `npm run depcruise`. Types count like everything else.

/** @param {string} path what may not be imported @param {string} name @param {string} comment */
const never = (name, comment, from, path) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Files that need each other cannot be read, tested or moved one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'through-the-door',
      comment: 'What a room offers to the others is exported by its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)' },
      to: {
        path: '^src/(?:decision|template|check|hook|aws)/',
        pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'],
      },
    },
    never(
      'template-at-the-bottom',
      'Templates know no rule and no AWS.',
      '^src/template/',
      '^src/(?!template/)',
    ),
    never(
      'decision-is-pure',
      'The rule never sees an event, a file or AWS.',
      '^src/decision/',
      '^src/(?!decision/|template/)',
    ),
    never(
      'check-imports-down',
      'The pipeline is below all who use it.',
      '^src/check/',
      '^src/(?!check/|decision/|template/)',
    ),
    never(
      'aws-imports-down',
      'Calls of AWS know nothing of their callers.',
      '^src/aws/',
      '^src/(?!aws/|decision/|template/)',
    ),
    never(
      'hook-imports-down',
      'The hook is below its entry.',
      '^src/hook/',
      '^src/(?!hook/|check/|aws/|decision/|template/)',
    ),
    never('cli-is-an-entry', 'Nothing outside cli/ imports from it.', '^src/(?!cli/)', '^src/cli/'),
    never('cdk-is-an-entry', 'Nothing outside cdk/ imports from it.', '^src/(?!cdk/)', '^src/cdk/'),
  ],
  options: {
    // TypeScript 7 has no interface for programs yet.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts'] },
  },
};
