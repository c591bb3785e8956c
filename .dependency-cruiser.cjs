/** What may use what. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'pages-reach-the-server-by-http',
      comment:
        'A component may take types from the server, two lists of words, how a version is read and what a name in a reference is; other code would end in the browser.',
      severity: 'error',
      from: { path: '^(components|lib/client|app/.*\\.tsx$)' },
      to: {
        path: '^lib/(?!client|i18n|auth/role|events/change\\.ts|nodes/kubeedge-version\\.ts|registry/reference\\.ts)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-config-reads-the-environment-module',
      severity: 'error',
      from: { path: '^lib/(?!config|start-app)' },
      to: { path: '^lib/config/config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { pathNot: '(\\.test\\.tsx?$|/testing/)' },
      to: { path: '(\\.test\\.tsx?$|/testing/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.test\\.tsx?$|/testing/|lib/db/generated)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
}
