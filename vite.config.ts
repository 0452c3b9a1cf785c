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
          { name: '开始一次评估', short_name: '开始评估', url: '/enterprises?start=1', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
          { name: '走访', url: '/visits', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
          { name: '同步', url: '/sync', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
        ],
      },
    }),
    bundleReport(),
  ],
});

/** Prints what the phone downloads, gzip: the first load (entry and all it imports at once) and each chunk that comes later. */
function bundleReport(): Plugin {
  return {
    name: 'bundle-report',
    apply: 'build',
    generateBundle(_, bundle) {
      // The worker is built by a bundler run of its own; it has no page entry.
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const entry = chunks.find((chunk) => chunk.isEntry && chunk.facadeModuleId?.endsWith('index.html'));
      if (entry === undefined) return;
      const first = new Set<string>();
      const visit = (name: string): void => {
        const chunk = chunks.find((candidate) => candidate.fileName === name);
        if (chunk === undefined || first.has(name)) return;
        first.add(name);
        for (const imported of chunk.imports) visit(imported);
      };
      visit(entry.fileName);
      const size = (code: string): number => gzipSync(code, { level: 9 }).length;
      const rows = chunks
        .map((chunk) => ({ name: chunk.fileName, bytes: size(chunk.code), first: first.has(chunk.fileName) }))
        .sort((a, b) => Number(b.first) - Number(a.first) || b.bytes - a.bytes);
      const total = (rows: readonly { readonly bytes: number }[]): number => rows.reduce((sum, row) => sum + row.bytes, 0);
      const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
      const lines = rows.map((row) => `${kilobytes(row.bytes)}  ${row.first ? 'first load' : 'later     '}  ${row.name}`);
      const sum = `first load ${kilobytes(total(rows.filter((row) => row.first))).trim()}, everything ${kilobytes(total(rows)).trim()} of JavaScript (gzip)`;
      this.info(`\n${lines.join('\n')}\n${sum}`);
    },
  };
}
