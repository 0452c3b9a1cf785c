/**
 * Hubei's divisions down to county level with their GB/T 2260 codes: 12 prefecture-level cities, one autonomous prefecture, four
 * units directly under the province, 103 county-level units. State of 2020 and after (监利 is a city, 京山 a city).
 * Provenance: secondary. Compared with a public table made from the statistics bureau's codes (Administrative-divisions-of-China,
 * without its development zones, which are no divisions), and counted against the province's totals.
 */
import type { RegionCode } from '#shared/ids.ts';

/** `<code><name>:` of each city, then the last two digits and the name of each unit below it. */
const divisions = `
420100武汉市:02江岸区 03江汉区 04硚口区 05汉阳区 06武昌区 07青山区 11洪山区 12东西湖区 13汉南区 14蔡甸区 15江夏区 16黄陂区 17新洲区
420200黄石市:02黄石港区 03西塞山区 04下陆区 05铁山区 22阳新县 81大冶市
420300十堰市:02茅箭区 03张湾区 04郧阳区 22郧西县 23竹山县 24竹溪县 25房县 81丹江口市
420500宜昌市:02西陵区 03伍家岗区 04点军区 05猇亭区 06夷陵区 25远安县 26兴山县 27秭归县 28长阳土家族自治县 29五峰土家族自治县 81宜都市 82当阳市 83枝江市
420600襄阳市:02襄城区 06樊城区 07襄州区 24南漳县 25谷城县 26保康县 82老河口市 83枣阳市 84宜城市
420700鄂州市:02梁子湖区 03华容区 04鄂城区
420800荆门市:02东宝区 04掇刀区 22沙洋县 81钟祥市 82京山市
420900孝感市:02孝南区 21孝昌县 22大悟县 23云梦县 81应城市 82安陆市 84汉川市
421000荆州市:02沙市区 03荆州区 22公安县 24江陵县 81石首市 83洪湖市 87松滋市 88监利市
421100黄冈市:02黄州区 21团风县 22红安县 23罗田县 24英山县 25浠水县 26蕲春县 27黄梅县 81麻城市 82武穴市
421200咸宁市:02咸安区 21嘉鱼县 22通城县 23崇阳县 24通山县 81赤壁市
421300随州市:03曾都区 21随县 81广水市
422800恩施土家族苗族自治州:01恩施市 02利川市 22建始县 23巴东县 25宣恩县 26咸丰县 27来凤县 28鹤峰县
429004仙桃市:
429005潜江市:
429006天门市:
429021神农架林区:
`;

export const hubeiRegions: readonly { readonly code: RegionCode; readonly name: string; readonly parent: RegionCode | null }[] =
  expand();

function expand() {
  const province = '420000' as RegionCode;
  const tree: { code: RegionCode; name: string; parent: RegionCode | null }[] = [
    { code: province, name: '湖北省', parent: null },
  ];
  for (const line of divisions.trim().split('\n')) {
    const [head = '', tail = ''] = line.split(':');
    const city = head.slice(0, 6) as RegionCode;
    tree.push({ code: city, name: head.slice(6), parent: province });
    for (const county of tail.split(' ').filter((text) => text !== '')) {
      tree.push({ code: (city.slice(0, 4) + county.slice(0, 2)) as RegionCode, name: county.slice(2), parent: city });
    }
  }
  return tree;
}
