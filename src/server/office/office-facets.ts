import { childRegions, findRegion, isWithin, regions } from '#domain/regions.ts';
import type { Scope } from '#policy/scope.ts';
import type { OfficeFacets } from '#protocol/office-wire.ts';
import { newestEditions, type Desk } from './desk.ts';

/** What the filters can offer: the regions in scope, parents before children, and the instruments with their levels. */
export function officeFacets(desk: Desk, scope: Scope): OfficeFacets {
  return {
    regions: regions.some(({ code }) => code === scope.region) ? subtree(scope.region, 0) : [],
    definitions: newestEditions(desk).map(({ id, title, scoring }) => ({
      id,
      title,
      levels: (scoring.level?.levels ?? []).map((level) => ({ id: level.id, name: level.name })),
    })),
  };
}

function subtree(code: string, depth: number): OfficeFacets['regions'] {
  const region = findRegion(code);
  if (region === null) return [];
  return [
    { code: region.code, name: region.name, parent: region.parent, depth },
    ...childRegions(code).flatMap((child) => (isWithin(child.code, code) ? subtree(child.code, depth + 1) : [])),
  ];
}
