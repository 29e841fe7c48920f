/** Who may import whom. The map of the layers is in ARCHITECTURE.md. */
const layer = (name, ...allowed) => ({
  name: `${name}-imports`,
  comment: `src/${name} imports only itself${allowed.length > 0 ? ` and ${allowed.join(', ')}` : ''}.`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^(src|rules|test|fixtures|scripts)/', pathNot: `^src/(${[name, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(src|rules)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    layer('core'),
    layer('postgres', 'core'),
    layer('plans', 'core', 'postgres'),
    layer('readers', 'core'),
    layer('writers', 'core', 'postgres'),
    layer('runners', 'core'),
    layer('history', 'core', 'postgres', 'runners'),
    layer('engine', 'core', 'postgres', 'history'),
    layer('rewrite', 'core', 'postgres', 'history', 'engine'),
    layer('report', 'core', 'postgres'),
    {
      name: 'rules-import',
      comment: 'A rule is a policy over operations and effects: it cannot know languages, files or the engine.',
      severity: 'error',
      from: { path: '^rules/' },
      to: { path: '^(src|test|fixtures|scripts)/', pathNot: '^src/(core|postgres|plans)/' },
    },
    {
      name: 'project-imports',
      severity: 'error',
      from: { path: '^src/project/' },
      to: { path: '^(src/(cli|eslint)|test|fixtures|scripts)/' },
    },
    {
      name: 'not-to-tests',
      severity: 'error',
      from: { path: '^(src|rules)/' },
      to: { path: '^(test|fixtures|scripts)/' },
    },
    {
      name: 'disk-and-processes',
      comment: 'Only the project layer and the surfaces touch disk or processes.',
      severity: 'error',
      from: { path: '^(src/(core|postgres|plans|readers|writers|runners|history|engine|rewrite|report)|rules)/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|fs/promises|child_process|worker_threads|net|http|https|os)$',
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
