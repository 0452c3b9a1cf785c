import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of definitions that came with this program, wherever its code runs from. */
export function definitionsFolder(): string {
  let folder = import.meta.dirname;
  for (;;) {
    const candidate = join(folder, 'survey-definitions');
    if (existsSync(candidate)) return candidate;
    const above = dirname(folder);
    if (above === folder) throw new Error('找不到 survey-definitions 文件夹');
    folder = above;
  }
}
