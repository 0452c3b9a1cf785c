/** Thirty invented firms of one county, every one named 演示 and with a code that no authority gives out. */
import { demoCreditCode } from '#domain/credit-code.ts';
import type { EnterpriseRecord } from '#domain/enterprise.ts';
import type { RegionCode } from '#shared/ids.ts';

export const demoCounty = '420115' as RegionCode;

export function demoEnterprises(): readonly EnterpriseRecord[] {
  return firms
    .trim()
    .split('\n')
    .map((line, index) => {
      const [name = '', industry = '', headcount = '', revenue = ''] = line.split(' ');
      return {
        code: demoCreditCode(demoCounty, index + 1),
        name: `演示${name}有限公司`,
        region: demoCounty,
        industry,
        headcount: Number(headcount),
        revenue: Number(revenue),
        address: '演示地址，不是真实企业',
        contact: null,
        phone: null,
        demo: true,
      };
    });
}

/** Name, industry, employees, revenue in 万元: all four size classes. */
const firms = `
江夏精密机械 C342 320 18600
藏龙岛汽车零部件 C367 860 52000
庙山光电器件 C397 410 36500
金口船舶配件 C373 150 9800
纸坊食品加工 C137 96 4300
大桥新区电气 C382 210 15400
郑店智能装备 C349 132 8700
五里界模具 C352 58 2600
乌龙泉水泥制品 C302 240 21000
山坡农机 C357 74 3100
法泗粮油 C133 66 5800
安山木业家具 C211 43 1500
湖泗纸制品包装 C223 88 3900
舒安茶业 C153 27 900
流芳激光设备 C342 1250 98000
佛祖岭生物医药 C276 520 47000
豹澥仪器仪表 C401 180 12600
滨湖塑料制品 C292 112 6200
梁子湖水产加工 C136 61 2900
龙泉阀门 C344 145 7600
东湖高新线缆 C383 330 41000
黄金口印刷 C231 52 1800
青菱钢结构 C331 270 23500
白沙洲冷链设备 C346 94 5100
武嘉陶瓷 C307 205 8800
江南纺织 C171 640 27000
段岭庙铸造 C339 118 5600
中洲岛新材料 C265 86 14200
关南电子元件 C398 760 61000
宁港再生资源 C421 15 280
`;
