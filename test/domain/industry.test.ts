import { expect, test } from 'vitest';
import { findIndustry, industries, isIndustryCode, searchIndustries } from '#domain/industry.ts';

test('[M7] manufacturing has its 31 divisions, C13 to C43', () => {
  const divisions = industries.filter((industry) => industry.parent === null && industry.code.startsWith('C'));
  expect(divisions.map((industry) => industry.code)).toEqual(Array.from({ length: 31 }, (_, index) => `C${String(13 + index)}`));
  expect(findIndustry('C36')?.name).toBe('汽车制造业');
});

test('[M7] a class reads as its group, an unknown group as its division', () => {
  expect(findIndustry('C3670')?.name).toBe('汽车零部件及配件制造');
  expect(findIndustry('C2529')?.code).toBe('C252');
  expect(findIndustry('B0610')?.code).toBe('B06');
  expect(findIndustry('Z99')).toBeNull();
});

test('[M7] what may stand in a record: letter and 2 to 4 digits of a known division', () => {
  expect(['C34', 'C344', 'C3441', 'D44'].every(isIndustryCode)).toBe(true);
  expect(['34', 'C3', 'C99', 'c34', 'C34411', 'A01'].some(isIndustryCode)).toBe(false);
});

test('[M7] search goes by code, bare digits or any part of the name, divisions first', () => {
  expect(searchIndustries('34')[0]?.code).toBe('C34');
  expect(searchIndustries('c36')[0]?.code).toBe('C36');
  expect(searchIndustries('汽车').map((industry) => industry.code)).toContain('C367');
  expect(searchIndustries('汽车')[0]?.code).toBe('C36');
  expect(searchIndustries('没有这种行业')).toEqual([]);
});
