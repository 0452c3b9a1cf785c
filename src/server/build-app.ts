/** Builds the phone app when it is missing or older than what it is made of. */
import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** True when a build was needed and made; throws with the builder's words when it failed. */
export async function buildWhenStale(root: string): Promise<boolean> {
  const built = await stat(join(root, 'dist', 'index.html')).catch(() => null);
  if (built !== null && (await newest(root)) <= built.mtimeMs) return false;
  await new Promise<void>((resolve, reject) => {
    const words: Buffer[] = [];
    const child = spawn(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build'], { cwd: root });
    child.stdout.on('data', (chunk: Buffer) => words.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`vite build\n${Buffer.concat(words).toString('utf8')}`));
    });
  });
  return true;
}

/** What the app is made of; the server's own folders do not change it. */
const folders = [
  'public',
  'survey-definitions',
  ...'shared definition engine scoring diagnosis domain policy oplog protocol'.split(' ').map(inSource),
];
const sources = [...folders, ...'replica proof report store vault capture sync app sw'.split(' ').map(inSource)];
const files = ['index.html', 'vite.config.ts', 'vite.chunks.ts', 'package.json'];

function inSource(name: string): string {
  return join('src', name);
}

async function newest(root: string): Promise<number> {
  let latest = 0;
  for (const name of [...sources, ...files]) latest = Math.max(latest, await newestIn(join(root, name)));
  return latest;
}

async function newestIn(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (found === null) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  let latest = 0;
  for (const entry of await readdir(path)) latest = Math.max(latest, await newestIn(join(path, entry)));
  return latest;
}
