import { expect, test } from 'vitest';
import { searchEnterprises } from '#store/registry-index.ts';
import type { FoundEnterprise } from '#store/registry-index.ts';

function firm(name: string, initials: string, code: string, region = '420115'): FoundEnterprise {
  return {
    name,
    initials,
    code,
    region,
    industry: null,
    headcount: null,
    revenue: null,
    size: null,
    address: null,
    demo: false,
    source: 'registry',
  };
}

const firms = [
  firm('武汉江夏船舶有限公司', 'whjxcbyxgs', '91420115A'),
  firm('江夏精工有限公司', 'jxjgyxgs', '91420115B'),
  firm('襄阳轴承有限公司', 'xyzcyxgs', '91420600C', '420600'),
  firm('ABC 电子', 'abcdz', '91420100D'),
];

function names(text: string, regionPrefix: string | null = null): readonly string[] {
  return searchEnterprises(firms, text, { regionPrefix, limit: 10, offset: 0 }).entries.map(({ name }) => name);
}

test('[T20] the start of a name comes before its middle, initials and code count too', () => {
  expect(names('江夏')).toEqual(['江夏精工有限公司', '武汉江夏船舶有限公司']);
  expect(names('jx')).toEqual(['江夏精工有限公司', '武汉江夏船舶有限公司']);
  expect(names('91420600c')).toEqual(['襄阳轴承有限公司']);
  expect(names('420600')).toEqual(['襄阳轴承有限公司']);
});

test('[T21] several words must all be found, in any case and width', () => {
  expect(names('江夏 精工')).toEqual(['江夏精工有限公司']);
  expect(names('ａｂｃ')).toEqual(['ABC 电子']);
  expect(names('江夏 轴承')).toEqual([]);
});

test('[T22] an empty text lists all of the region, in pages', () => {
  expect(names('', '4206')).toEqual(['襄阳轴承有限公司']);
  const page = searchEnterprises(firms, '', { regionPrefix: null, limit: 2, offset: 2 });
  expect(page.total).toBe(4);
  expect(page.entries).toHaveLength(2);
});
