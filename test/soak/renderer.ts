/** The long run of `test/e2e/renderer-kills.spec.ts`: the built app in a real browser whose pages are killed. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { run } from '../../.ci/command.ts';

const reportFile = 'test-results/renderer-kills.json';

export type RendererReport = { readonly kills: number; readonly seed: number; readonly faults: readonly string[] };

export function soakRenderer({ kills, seed }: { readonly kills: number; readonly seed: number }): RendererReport {
  if (run('vite', ['build'], { quiet: true }) !== 0) return { kills, seed, faults: ['the app was not built'] };
  rmSync(reportFile, { force: true });
  const env = { ...process.env, XUNZHEN_KILLS: String(kills), XUNZHEN_SEED: String(seed) };
  const played = spawnSync('playwright', ['test', 'renderer-kills'], { env, encoding: 'utf8' });
  if (played.status !== 0) return { kills, seed, faults: [played.stdout.slice(-4000)] };
  return JSON.parse(readFileSync(reportFile, 'utf8')) as RendererReport;
}
