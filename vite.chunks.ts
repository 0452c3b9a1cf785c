/**
 * What a phone downloads before which moment, so that nobody waits for what he does not need yet. `sign-in`: all that a first visit needs
 * until the form can be used. `today`: what is added until Today stands on screen with its store open. `later`: the rest, which comes
 * when it is needed, or with the service worker's precache.
 */
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

const begins = {
  'sign-in': ['src/app/main.tsx', 'src/app/screens/sign-in/sign-in-screen.tsx'],
  today: [
    'src/vault/vault.ts',
    'src/app/field-frame.tsx',
    'src/app/screens/today/today-screen.tsx',
    'src/sync/sync-loop.ts',
    'src/sync/browser-ports.ts',
  ],
};
type Stage = keyof typeof begins | 'later';
const stages: readonly Stage[] = ['sign-in', 'today', 'later'];

/** Code that many screens share. What needs the database is none of the first: neither sign-in nor the firm's page may wait for it. */
const shared: readonly (readonly [name: string, test: RegExp])[] = [
  ['parts', /node_modules[\\/]lucide-solid|src[\\/]app[\\/](?:ui[\\/](?!from-live|rescue|reason-sheet|qr-code)|i18n)/],
  ['store', /src[\\/](?:store|vault|oplog|replica|app[\\/]ui[\\/]from-live)/],
];

/** The stage at which each module is first needed, by static imports alone. */
const stageOf = new Map<string, Stage>();

/** One chunk a stage and kind: without them every shared icon would be a request of its own, in one each they would all come at first. */
export const sharedChunks: readonly Rolldown.CodeSplittingGroup[] = shared.flatMap(([kind, test], rank) =>
  stages.map((stage, turn) => ({
    name: stage === 'sign-in' ? kind : `${kind}-${stage}`,
    test: (id: string) => test.test(id) && (stageOf.get(id) ?? 'later') === stage,
    minShareCount: 2,
    priority: 10 - 3 * rank - turn,
  })),
);

/** Finds the stages, and prints what the phone downloads in each, gzip. */
export function firstLoad(root: string): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    buildEnd() {
      stageOf.clear();
      const visit = (id: string, stage: Stage): void => {
        if (stageOf.has(id)) return;
        stageOf.set(id, stage);
        for (const imported of this.getModuleInfo(id)?.importedIds ?? []) visit(imported, stage);
      };
      for (const [stage, files] of Object.entries(begins)) {
        for (const file of files) {
          const id = `${root}${file}`;
          if (this.getModuleInfo(id) === null) this.error(`${file} is no module of the app: see vite.chunks.ts`);
          visit(id, stage as Stage);
        }
      }
    },
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const neededAt = new Map<string, Stage>();
      const visit = (name: string, stage: Stage): void => {
        const chunk = chunks.find((candidate) => candidate.fileName === name);
        if (chunk === undefined || neededAt.has(name)) return;
        neededAt.set(name, stage);
        for (const imported of chunk.imports) visit(imported, stage);
      };
      for (const [stage, files] of Object.entries(begins)) {
        for (const file of files) {
          const chunk = chunks.find(({ moduleIds }) => moduleIds.includes(`${root}${file}`));
          if (chunk !== undefined) visit(chunk.fileName, stage as Stage);
        }
      }
      const rows = chunks
        .map(({ fileName, code }) => ({
          fileName,
          bytes: gzipSync(code, { level: 9 }).length,
          stage: neededAt.get(fileName) ?? 'later',
        }))
        .sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || b.bytes - a.bytes);
      const lines = rows.map((row) => `${kilobytes(row.bytes)}  ${row.stage.padEnd(8)}${row.fileName}`);
      const sums = stages.map((stage) => {
        const bytes = rows.filter((row) => row.stage === stage).reduce((sum, row) => sum + row.bytes, 0);
        return `${stage} ${kilobytes(bytes).trim()}`;
      });
      this.info(`\n${lines.join('\n')}\nJavaScript, gzip: ${sums.join(' + ')}`);
    },
  };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
}
