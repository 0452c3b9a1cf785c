/**
 * Assets of the builds that were served before, so that a page of an old build still finds the chunks it has not loaded yet:
 * `<archive>/<build>/<asset>`, the newest `keptBuilds` of them. A page left open longer than that many deployments loads itself anew.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** About 2 MB each. */
export const keptBuilds = 20;

/** Keeps the assets of the build in `dist`, drops the oldest builds, and returns the folders to look in, newest first. */
export async function archiveBuild(dist: string, archive: string): Promise<readonly string[]> {
  await mkdir(archive, { recursive: true });
  await gatherLoose(archive);
  const assets = await readdir(join(dist, 'assets')).catch((): string[] => []);
  if (assets.length > 0) {
    const build = createHash('sha256')
      .update(assets.toSorted((a, b) => (a < b ? -1 : 1)).join('\n'))
      .digest('hex')
      .slice(0, 16);
    await keepBuild(join(dist, 'assets'), join(archive, build));
  }
  const builds = await newestFirst(archive);
  for (const folder of builds.slice(keptBuilds)) await rm(folder, { recursive: true, force: true });
  return builds.slice(0, keptBuilds);
}

/** Whole or not at all: a process that starts beside this one, or a kill in the middle, leaves no half build. */
async function keepBuild(assets: string, folder: string): Promise<void> {
  const now = new Date();
  if ((await stat(folder).catch(() => null)) === null) {
    const unfinished = `${folder}.${String(process.pid)}`;
    await cp(assets, unfinished, { recursive: true });
    await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }));
  }
  // A build that is served again is the newest again.
  await utimes(folder, now, now);
}

/** Earlier versions kept all assets in one folder. */
async function gatherLoose(archive: string): Promise<void> {
  const loose = (await readdir(archive, { withFileTypes: true })).filter((entry) => entry.isFile());
  if (loose.length === 0) return;
  const folder = join(archive, 'earlier');
  await mkdir(folder, { recursive: true });
  for (const { name } of loose) await rename(join(archive, name), join(folder, name)).catch(() => undefined);
}

async function newestFirst(archive: string): Promise<readonly string[]> {
  const folders = (await readdir(archive, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && !entry.name.includes('.'),
  );
  const dated = await Promise.all(
    folders.map(async ({ name }) => ({ folder: join(archive, name), at: (await stat(join(archive, name))).mtimeMs })),
  );
  return dated.sort((a, b) => b.at - a.at).map(({ folder }) => folder);
}
