import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import solid from 'vite-plugin-solid';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string };
/** A build that must differ from the last one (to rehearse an update) names itself. */
const appVersion = process.env['XUNZHEN_BUILD'] ?? version;

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(appVersion) },
  build: {
    // Phones in the field run Chromium from about 2022 on and Safari from 16.
    target: ['chrome105', 'safari16', 'firefox115'],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Without these every shared icon and part would be a request of its own. What needs the database stays out of `parts`:
        // the sign-in form must not wait for it.
        codeSplitting: {
          groups: [
            { name: 'solid', test: /node_modules[\\/](?:solid-js|@solidjs)[\\/]/, priority: 3 },
            { name: 'dexie', test: /node_modules[\\/]dexie[\\/]/, priority: 3 },
            { name: 'shared', test: /src[\\/]shared[\\/](?:problems|outcome)/, priority: 4 },
            {
              name: 'parts',
              test: /node_modules[\\/]lucide-solid|src[\\/]app[\\/]ui[\\/](?!from-live|rescue)/,
              minShareCount: 2,
              priority: 2,
            },
            {
              name: 'store',
              test: /src[\\/](?:store|vault|oplog|replica|app[\\/]ui[\\/]from-live)/,
              minShareCount: 2,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: 'http://localhost:8080' } } },
  preview: { proxy: { '/api': { target: 'http://localhost:8080' } } },
  plugins: [
    solid(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      // Served as /sw.js, for ever; its source is service-worker.ts.
      filename: 'sw.js',
      integration: {
        configureCustomSWViteBuild: (config) => {
          const lib = config.build?.lib;
          if (typeof lib === 'object') lib.entry = fileURLToPath(new URL('./src/sw/service-worker.ts', import.meta.url));
        },
      },
      registerType: 'prompt',
      injectRegister: null,
      injectManifest: {
        // Every chunk, lazy ones too: lazy must never mean absent without a network.
        globPatterns: ['**/*.{js,css,html,svg,png,json,wasm}'],
        globIgnores: ['sw.js', 'kill/**', 'screenshots/**'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
        rollupFormat: 'iife',
        minify: true,
      },
      manifest: {
        id: '/',
        name: '巡诊',
        short_name: '巡诊',
        description: '制造业企业数字化转型现场诊断,离线可用',
        lang: 'zh-CN',
        dir: 'ltr',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        orientation: 'any',
        theme_color: '#0b5a63',
        background_color: '#f2f5f5',
        categories: ['business', 'productivity', 'government'],
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          { src: '/icons/icon-maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
          { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
        ],
        shortcuts: [
          {
            name: '开始一次评估',
            short_name: '开始评估',
            url: '/enterprises?start=1',
            icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }],
          },
          { name: '走访', url: '/visits', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
          { name: '同步', url: '/sync', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
        ],
      },
    }),
    bundleReport(),
  ],
});

/**
 * Prints what the phone downloads, gzip. `sign-in`: all that a first visit needs until the form can be used. `today`: what is added
 * until Today stands on screen with its store open. The rest comes when it is needed, or with the service worker's precache.
 */
function bundleReport(): Plugin {
  const stages = {
    'sign-in': ['/index.html', '/src/app/screens/sign-in/sign-in-screen.tsx'],
    today: [
      '/src/vault/vault.ts',
      '/src/app/field-frame.tsx',
      '/src/app/screens/today/today-screen.tsx',
      '/src/sync/sync-loop.ts',
      '/src/sync/browser-ports.ts',
    ],
  };
  return {
    name: 'bundle-report',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const stageOf = new Map<string, string>();
      const visit = (name: string, stage: string): void => {
        const chunk = chunks.find((candidate) => candidate.fileName === name);
        if (chunk === undefined || stageOf.has(name)) return;
        stageOf.set(name, stage);
        for (const imported of chunk.imports) visit(imported, stage);
      };
      for (const [stage, parts] of Object.entries(stages)) {
        for (const part of parts) {
          const chunk = chunks.find((candidate) =>
            [candidate.facadeModuleId, ...candidate.moduleIds].some((id) => id?.endsWith(part)),
          );
          if (chunk !== undefined) visit(chunk.fileName, stage);
        }
      }
      const order = [...Object.keys(stages), 'later'];
      const rows = chunks
        .map(({ fileName, code }) => ({
          fileName,
          bytes: gzipSync(code, { level: 9 }).length,
          stage: stageOf.get(fileName) ?? 'later',
        }))
        .sort((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage) || b.bytes - a.bytes);
      const lines = rows.map((row) => `${kilobytes(row.bytes)}  ${row.stage.padEnd(8)}${row.fileName}`);
      const sums = order.map((stage) => {
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
