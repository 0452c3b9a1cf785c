// The import law of docs/architecture.md: a folder may import itself and what its row names. Types count.
const law = {
  shared: [],
  definition: ['shared'],
  engine: ['shared', 'definition'],
  scoring: ['shared', 'definition', 'engine'],
  diagnosis: ['shared', 'definition', 'engine', 'scoring'],
  domain: ['shared', 'definition'],
  policy: ['shared', 'domain'],
  oplog: ['shared', 'domain'],
  protocol: ['shared', 'definition', 'scoring', 'domain', 'oplog'],
  replica: ['shared', 'domain', 'policy', 'oplog', 'protocol'],
  proof: ['shared', 'domain', 'oplog'],
  report: ['shared', 'definition', 'engine', 'scoring', 'diagnosis', 'domain'],
  store: ['shared', 'definition', 'domain', 'oplog', 'replica'],
  vault: ['shared', 'store'],
  capture: ['shared', 'domain', 'store', 'vault', 'proof'],
  sync: ['shared', 'domain', 'protocol', 'replica', 'store', 'vault', 'proof'],
  app: [
    'shared', 'definition', 'engine', 'scoring', 'diagnosis', 'domain', 'policy', 'oplog', 'protocol', 'replica', 'proof', 'report',
    'store', 'vault', 'capture', 'sync',
  ],
  sw: ['shared'],
  server: ['shared', 'definition', 'engine', 'scoring', 'diagnosis', 'domain', 'policy', 'oplog', 'protocol', 'replica', 'proof', 'report'],
  cli: [
    'shared', 'definition', 'engine', 'scoring', 'diagnosis', 'domain', 'policy', 'oplog', 'protocol', 'replica', 'proof', 'report', 'server',
  ],
};
const core = Object.keys(law).slice(0, 12);
/** Which npm packages each folder may use; the core stays free of runtimes. */
const owners = [
  { folders: core, packages: '^(zod|@noble/hashes|yaml)$' },
];
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(law).map(([folder, allowed]) => ({
      name: `import-law-${folder}`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
    })),
    ...owners.map(({ folders }) => ({
      name: 'core-is-pure',
      severity: 'error',
      from: { path: `^src/(${folders.join('|')})/` },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/(zod|@noble/hashes|yaml)/' },
    })),
    { name: 'solid-lives-in-app', severity: 'error', from: { path: '^src/', pathNot: '^src/app/' }, to: { path: 'node_modules/(solid-js|@solidjs)' } },
    { name: 'dexie-lives-in-store', severity: 'error', from: { path: '^src/', pathNot: '^src/(store|app)/' }, to: { path: 'node_modules/dexie' } },
    { name: 'screens-never-import-screens', severity: 'error', from: { path: '^src/app/screens/([^/]+)/' }, to: { path: '^src/app/screens/', pathNot: '^src/app/screens/$1/' } },
    { name: 'no-test-in-src', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'src/tsconfig.client.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist|^data|^.tsbuild)' },
    enhancedResolveOptions: { conditionNames: ['import', 'browser', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'] },
  },
};
