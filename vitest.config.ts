import { playwright } from '@vitest/browser-playwright';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, chromiumPath } from './.ci/chromium.ts';

// The odd time zone shows up every place that mixes local time with UTC.
process.env['TZ'] = 'Asia/Kathmandu';

/** Schedules by the thousand, real processes killed: part of `npm test`, not of the check before each commit. */
const long = ['test/simulation/**/*.test.ts', 'test/soak/**/*.test.ts'] as const;

/** Two servers on one database need one that two processes can open. */
const withoutPostgres = process.env['XUNZHEN_TEST_POSTGRES'] === undefined ? ['test/server/two-servers.test.ts'] : [];

/** What is waited for is waited for: one second is nothing on a machine that is busy. */
const poll = { timeout: 30_000 } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/e2e/**', 'test/bench/**', ...long, ...withoutPostgres],
          environment: 'node',
          maxWorkers: '100%',
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect: { poll },
        },
      },
      {
        test: {
          name: 'long',
          include: [...long],
          environment: 'node',
          // Half of them wait for servers that are killed and networks that fail, the other half computes.
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect: { poll },
        },
      },
      {
        plugins: [solid()],
        // Scanned up front: a dependency found in mid-run would reload the page under a test.
        optimizeDeps: {
          include: ['pinyin-pro', 'tus-js-client', '@tanstack/solid-query'],
          entries: ['src/app/**/*.tsx', 'src/**/*.worker.ts', 'test/browser/**/*.test.{ts,tsx}'],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          maxWorkers: '100%',
          testTimeout: 180_000,
          hookTimeout: 60_000,
          expect: { poll },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: chromiumPath(), args: [...chromiumArguments] } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
