import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Logger, compile } from 'sass';

/** Compiles Enketo's style sheet, whose imports assume its own repository, and returns the path of the result. */
export function compileEnketoStyles(benchFolder: string, outFolder: string): string {
  const packages = join(benchFolder, 'node_modules');
  const { css } = compile(join(packages, 'enketo-core/src/sass/formhub/formhub.scss'), {
    loadPaths: [packages, benchFolder],
    quietDeps: true,
    logger: Logger.silent,
    silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'slash-div', 'mixed-decls'],
    importers: [
      {
        findFileUrl(url: string): URL | null {
          const match = /^\/packages\/enketo-core\/(node_modules\/)?(.*)$/.exec(url);
          const path = match?.[2];
          if (path === undefined) return null;
          return pathToFileURL(match?.[1] === undefined ? join(packages, 'enketo-core', path) : join(packages, path));
        },
      },
    ],
  });
  const file = join(outFolder, 'enketo-formhub.css');
  writeFileSync(file, css);
  return file;
}
