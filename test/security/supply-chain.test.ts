/** What is installed, and what may run while it is. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const at = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
type Locked = {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
};
const { packages } = JSON.parse(at('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
const own = JSON.parse(at('package.json')) as {
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? '';

test('[N1] every package is locked to its bytes and comes from the registry', () => {
  expect(locked.length).toBeGreaterThan(300);
  for (const [path, { integrity, resolved }] of locked) {
    expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/u)]);
    if (resolved !== undefined) expect([path, new URL(resolved).host]).toEqual([path, 'registry.npmjs.org']);
  }
});

test('[N2] direct dependencies name one version each', () => {
  for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies }))
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/u)]);
});

test('[N3] somebody decided on each package that wants to run a script when it is installed, and one that nobody decided on stops the install', () => {
  const wanting = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => nameOf(path));
  expect(wanting.toSorted()).toEqual(Object.keys(own.allowScripts).toSorted());
  expect(Object.entries(own.allowScripts).filter(([, may]) => may)).toEqual([['node', true]]);
  expect(at('.npmrc')).toMatch(/^strict-allow-scripts=true$/mu);
});
