import { expect, test } from 'vitest';
import { childRegions, countyOf, findRegion, isWithin, pathName, regionByText, regions } from '#domain/regions.ts';

test('[M4] Hubei has 13 prefectures, 4 units directly below the province and 103 county-level units', () => {
  const below = childRegions('420000');
  expect(below.filter((region) => region.code.endsWith('00'))).toHaveLength(13);
  expect(below.filter((region) => region.code.startsWith('4290')).map((region) => region.name)).toEqual([
    '仙桃市',
    '潜江市',
    '天门市',
    '神农架林区',
  ]);
  expect(regions.filter((region) => !region.code.endsWith('00'))).toHaveLength(103);
});

test('[M4] every code stands once, and every parent exists and contains its child', () => {
  expect(new Set(regions.map((region) => region.code)).size).toBe(regions.length);
  for (const region of regions) {
    if (region.parent === null) continue;
    expect(findRegion(region.parent)).not.toBeNull();
    expect(isWithin(region.code, region.parent)).toBe(true);
    expect(isWithin(region.parent, region.code)).toBe(false);
  }
});

test('[M5] a subtree holds itself and what lies below, nothing beside it', () => {
  expect(isWithin('420115', '420000')).toBe(true);
  expect(isWithin('420115', '420100')).toBe(true);
  expect(isWithin('420115', '420115')).toBe(true);
  expect(isWithin('420115101', '420115')).toBe(true);
  expect(isWithin('420114', '420115')).toBe(false);
  expect(isWithin('420100', '420115')).toBe(false);
  expect(isWithin('429004', '420000')).toBe(true);
  expect(isWithin('430115', '420000')).toBe(false);
  expect(countyOf('420115101')).toBe('420115');
});

test('[M6] a region is found by code, name or path, and an ambiguous name is not guessed', () => {
  expect(regionByText('420115')?.name).toBe('江夏区');
  expect(regionByText('江夏区')?.code).toBe('420115');
  expect(regionByText('湖北省 武汉市 江夏区')?.code).toBe('420115');
  expect(regionByText('武汉市/江夏区')?.code).toBe('420115');
  expect(regionByText('中山区')).toBeNull();
  expect(regionByText('')).toBeNull();
  expect(pathName('420115')).toBe('湖北省 武汉市 江夏区');
  expect(pathName('420115101')).toBe('湖北省 武汉市 江夏区');
});
