/** The region tree by GB/T 2260 codes: a code's prefix names its ancestors, so that scope needs no look-up. */
import type { RegionCode } from '#shared/ids.ts';
import { hubeiRegions } from './regions-hubei.ts';

export type Region = { readonly code: RegionCode; readonly name: string; readonly parent: RegionCode | null };

/** Every region we know, parents before children. */
export const regions: readonly Region[] = hubeiRegions;

export function findRegion(code: string): Region | null {
  return byCode.get(code) ?? null;
}

export function childRegions(code: string): readonly Region[] {
  return regions.filter((region) => region.parent === code);
}

/** True when `code` is `ancestor` or lies below it. A township code (9 digits and more) lies in the county of its first six. */
export function isWithin(code: string, ancestor: string): boolean {
  return code.startsWith(regionPrefix(ancestor));
}

/** The digits that all codes below a region share: `42` of 420000, `4201` of 420100, the whole of a county's. */
export function regionPrefix(code: string): string {
  if (/^\d{2}0000$/u.test(code)) return code.slice(0, 2);
  if (/^\d{4}00$/u.test(code)) return code.slice(0, 4);
  return code;
}

/** The county-level code that a region lies in: the bucket of registry packs. A code above county level is its own. */
export function countyOf(code: string): RegionCode {
  return code.slice(0, 6) as RegionCode;
}

/** Names from the province down, such as `湖北省 武汉市 江夏区`; the code itself where it is unknown. */
export function pathName(code: string): string {
  const names: string[] = [];
  let region = findRegion(code) ?? findRegion(countyOf(code));
  if (region === null) return code;
  while (region !== null) {
    names.unshift(region.name);
    region = region.parent === null ? null : findRegion(region.parent);
  }
  return names.join(' ');
}

/**
 * Finds a region by code or by name as people write it: `江夏区`, `武汉市江夏区`, `湖北省 武汉市 江夏区`. Null where nothing or
 * more than one region fits.
 */
export function regionByText(text: string): Region | null {
  const wanted = text.normalize('NFKC').replace(/[\s/·、,>-]/gu, '');
  if (wanted === '') return null;
  if (/^\d{6}$/u.test(wanted)) return findRegion(wanted);
  const found = byName.get(wanted) ?? [];
  return found.length === 1 ? (found[0] ?? null) : null;
}

const byCode: ReadonlyMap<string, Region> = new Map(regions.map((region) => [region.code, region]));

const byName: ReadonlyMap<string, readonly Region[]> = indexNames();

function indexNames(): ReadonlyMap<string, readonly Region[]> {
  const index = new Map<string, Region[]>();
  for (const region of regions) {
    const names = pathName(region.code).split(' ');
    for (let from = 0; from < names.length; from += 1) {
      const name = names.slice(from).join('');
      index.set(name, [...(index.get(name) ?? []), region]);
    }
  }
  return index;
}
