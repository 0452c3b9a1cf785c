import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import solid from 'vite-plugin-solid';
import { firstLoad, sharedChunks } from './vite.chunks.ts';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string };
/** A build that must differ from the last one (to rehearse an update) names itself. */
const appVersion = process.env['XUNZHEN_BUILD'] ?? version;

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(appVersion) },
  // The package's main file is written for browsers without classes and async functions.
  resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
  build: {
    // Phones in the field run Chromium from about 2022 on and Safari from 16.
    target: ['chrome105', 'safari16', 'firefox115'],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // The firm's page is a document of its own: it needs neither sign-in nor store, and loads none of them.
      input: { index: 'index.html', firmpage: 'firm.html' },
      output: {
        codeSplitting: {
          groups: [
            { name: 'solid', test: /node_modules[\\/](?:solid-js|@solidjs)[\\/]/, priority: 20 },
            { name: 'dexie', test: /node_modules[\\/]dexie[\\/]/, priority: 20 },
            // The firm's page speaks to the server and shows cards; it must not bring the database along.
            {
              name: 'wire',
              test: /src[\\/](?:protocol[\\/](?:sync-wire|firm-link-wire)|domain[\\/](?:evidence|finding))/,
              minShareCount: 2,
              priority: 20,
            },
            { name: 'shared', test: /src[\\/]shared[\\/](?:problems|outcome)/, priority: 21 },
            ...sharedChunks,
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
        // The firm's page is for people who have no app to install.
        globIgnores: ['sw.js', 'kill/**', 'screenshots/**', 'firm.html', 'assets/firmpage-*'],
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
    firstLoad(fileURLToPath(new URL('./', import.meta.url))),
    definitionPreview(),
  ],
});

/**
 * Under `npm run dev`, `/preview` lists the definitions and `/preview?file=<id>/<edition>` shows one as it is being written, or its
 * faults with their lines; both load anew when a definition is saved. The page compiles the YAML itself, so it needs no server and no
 * account. `XUNZHEN_DEFINITIONS` names another folder than `survey-definitions`.
 */
function definitionPreview(): Plugin {
  const given = process.env['XUNZHEN_DEFINITIONS'];
  const folder = given === undefined ? fileURLToPath(new URL('./survey-definitions/', import.meta.url)) : `${resolve(given)}/`;
  return {
    name: 'definition-preview',
    apply: 'serve',
    configureServer(server) {
      server.watcher.add(folder);
      const reload = (path: string): void => {
        if (path.startsWith(folder) && path.endsWith('.yaml')) server.ws.send({ type: 'full-reload', path: '*' });
      };
      server.watcher.on('change', reload).on('add', reload).on('unlink', reload);
      const answer = async (file: string, response: ServerResponse): Promise<void> => {
        try {
          const page = await server.transformIndexHtml(
            '/preview',
            await (file === '' ? listPage(folder) : previewPage(folder, file)),
          );
          response.setHeader('content-type', 'text/html; charset=utf-8');
          response.end(page);
        } catch {
          response.statusCode = 404;
          response.setHeader('content-type', 'text/plain; charset=utf-8');
          response.end(`没有 ${folder}${file}.yaml。全部定义见 /preview`);
        }
      };
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://preview');
        if (url.pathname === '/preview') void answer(url.searchParams.get('file') ?? '', response);
        else next();
      });
    },
  };
}

/** Every definition there is, each a link: nobody has to know the form of an address. */
async function listPage(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => /^[\w-]+\/[\w.-]+\.yaml$/u.test(name)).sort();
  const links = files
    .map((name) => name.slice(0, -'.yaml'.length))
    .map((file) => `<li><a href="/preview?file=${file}">${file}</a></li>`);
  return `<!doctype html>
<html lang="zh-CN">
  <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>预览评估定义</title></head>
  <body>
    <h1>预览评估定义</h1>
    <p>选一份。改了文件，页面会自己刷新。新建一份：<code>npm run -s cli -- definitions new 编号</code></p>
    <ul>${links.join('')}</ul>
  </body>
</html>`;
}

async function previewPage(folder: string, file: string): Promise<string> {
  if (!/^[\w-]+\/[\w.-]+$/u.test(file)) throw new Error('not a definition');
  const yaml = await readFile(`${folder}${file}.yaml`, 'utf8');
  // Inside a script element `<` could end it.
  const data = JSON.stringify({ file, yaml }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>预览 ${file}</title>
  </head>
  <body>
    <div id="app"></div>
    <script type="application/json" id="definition">${data}</script>
    <script type="module">
      import { startPreview } from '/src/app/preview/start-preview.tsx';
      const { file, yaml } = JSON.parse(document.getElementById('definition').textContent);
      await startPreview(document.getElementById('app'), file, yaml);
    </script>
  </body>
</html>`;
}
