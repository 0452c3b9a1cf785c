/** Builds the pages and weighs the engines, all with the bundler and the settings of the app's own build. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { InlineConfig } from 'vite';
import solid from 'vite-plugin-solid';
import { compileEnketoStyles } from './enketo-styles.ts';

export const benchFolder = fileURLToPath(new URL('..', import.meta.url));
export const pagesFolder = join(benchFolder, 'dist');

/** Writes `<page>.html` and its script into `pagesFolder`. */
export async function bundlePage(page: string): Promise<void> {
  mkdirSync(pagesFolder, { recursive: true });
  const styles = page === 'enketo' ? compileEnketoStyles(benchFolder, pagesFolder) : '';
  await build(
    settings(pageFile(page), page, {
      'enketo-css': styles,
      'enketo/widgets': peerFile('enketo-core/src/js/widgets.js'),
    }),
  );
  writeFileSync(
    join(pagesFolder, `${page}.html`),
    `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${page}</title>` +
      `<link rel="stylesheet" href="/${page}.css"><body><script type="module" src="/${page}.js"></script>`,
  );
}

/** Bytes of the engine alone, minified and gzipped; of Enketo without its widgets. */
export async function weighEngine(system: string): Promise<number> {
  const name = `payload-${system}`;
  const widgets = join(benchFolder, 'payloads', 'no-widgets.ts');
  await build(settings(join(benchFolder, 'payloads', `${system}.ts`), name, { 'enketo/widgets': widgets }));
  return gzipSync(readFileSync(join(pagesFolder, `${name}.js`)), { level: 9 }).byteLength;
}

function pageFile(page: string): string {
  const file = join(benchFolder, 'pages', page);
  return existsSync(`${file}.tsx`) ? `${file}.tsx` : `${file}.ts`;
}

function settings(entry: string, name: string, alias: Readonly<Record<string, string>>): InlineConfig {
  return {
    configFile: false,
    // Ours alone: the plugin would also turn ODK's engine to its build for Solid apps.
    plugins: entry.endsWith('.tsx') ? [solid()] : [],
    root: benchFolder,
    base: '/',
    publicDir: false,
    logLevel: 'silent',
    mode: 'production',
    define: {
      'process.env.NODE_ENV': '"production"',
      global: 'globalThis',
      __APP_VERSION__: '"bench"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    resolve: { alias: { ...enketoAliases, ...alias } },
    build: {
      outDir: pagesFolder,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      cssCodeSplit: false,
      assetsInlineLimit: 100_000_000,
      modulePreload: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: entry,
        external: ['libxslt'],
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: `${name}.js`, chunkFileNames: `${name}-[hash].js`, assetFileNames: `${name}[extname]` },
      },
    },
  };
}

function peerFile(path: string): string {
  return join(benchFolder, 'node_modules', path);
}

/** Enketo's own names for the modules that an app may replace; here its defaults. */
const enketoAliases: Readonly<Record<string, string>> = {
  'enketo/config': peerFile('enketo-core/config.js'),
  'enketo/translator': peerFile('enketo-core/src/js/fake-translator.js'),
  'enketo/dialog': peerFile('enketo-core/src/js/fake-dialog.js'),
  'enketo/file-manager': peerFile('enketo-core/src/js/file-manager.js'),
  'enketo/xpath-evaluator-binding': peerFile('enketo-core/src/js/xpath-evaluator-binding.js'),
};
