import { randomBytes } from 'node:crypto';
import { demoCreditCode } from '../../../src/domain/credit-code.ts';
import type { EnterpriseRecord } from '../../../src/domain/enterprise.ts';
import type { EntityKind, OpDraft } from '../../../src/oplog/op.ts';
import { addPerson } from '../../../src/server/auth/people.ts';
import type { ServerContext } from '../../../src/server/context.ts';
import { demoAnswers } from '../../../src/server/demo/demo-answers.ts';
import { appendAsServer } from '../../../src/server/server-chain.ts';
import { newId } from '../../../src/shared/ids.ts';
import type { EntityId, RegionCode } from '../../../src/shared/ids.ts';
import type { Json } from '../../../src/shared/json.ts';
import { region as countyRegion, surveyor } from './county.ts';
import type { County } from './county.ts';

/** Invented firms of one county, the first of which have an assessment each. */
export async function fillCounty(server: ServerContext, size: County): Promise<void> {
  const region = countyRegion as RegionCode;
  // A demonstration account works without a PIN, which every start of the browser would ask for.
  await addPerson(server.open.db, { ...surveyor, region, demo: true }, new Date().toISOString());
  const firms = Array.from({ length: size.firms }, (_, index) => firmOf(index, region));
  await appendAsServer(
    server,
    firms.map((firm) => [draft('create', 'enterprise', firm.code as EntityId, null, firm)]),
  );
  const definition = server.catalogue.latest('two-integration');
  if (definition === null) throw new Error('no published two-integration definition');
  const { compiled, hash } = definition;
  for (const [index, firm] of firms.slice(0, size.assessments).entries()) {
    const assessment = newId(randomBytes);
    const size = { headcount: firm.headcount ?? 50, revenue: firm.revenue ?? 1000, productionType: 'discrete_small' };
    const { values } = demoAnswers(compiled, size, { maturity: (index % 10) / 10, seed: firm.code, share: 1 });
    const record: Json = {
      enterprise: firm.code,
      enterpriseName: firm.name,
      region,
      definition: compiled.id,
      edition: compiled.edition,
      definitionHash: hash,
      visit: null,
      demo: false,
    };
    const steps = [
      draft('create', 'assessment', assessment, null, record),
      ...Object.entries(values).map(([name, value]) => draft('set', 'assessment', assessment, `self/${name}`, value)),
    ];
    await appendAsServer(
      server,
      steps.map((step) => [{ ...step, definition: hash }]),
    );
  }
}

function firmOf(index: number, region: RegionCode): EnterpriseRecord {
  const place = places[index % places.length] ?? '';
  const trade = trades[Math.floor(index / places.length) % trades.length] ?? '';
  return {
    code: demoCreditCode(region, index + 1),
    name: `${place}${trade}${String(index + 1)}有限公司`,
    region,
    industry: 'C34',
    headcount: 20 + (index % 900),
    revenue: 300 + (index % 40_000),
    address: null,
    contact: null,
    phone: null,
    demo: false,
  };
}

const places =
  '江夏 藏龙岛 庙山 金口 纸坊 郑店 五里界 乌龙泉 山坡 法泗 安山 湖泗 舒安 流芳 豹澥 龙泉 青菱 白沙洲 关南 宁港'.split(' ');
const trades =
  '精密机械 汽车零部件 光电器件 食品加工 智能装备 模具 水泥制品 农机 纸制品包装 激光设备 仪器仪表 阀门 线缆 印刷 钢结构 陶瓷 纺织'.split(
    ' ',
  );

function draft(kind: OpDraft['kind'], entity: EntityKind, entityId: EntityId, field: string | null, value: Json): OpDraft {
  return { kind, entity, entityId, field, value, reason: null, basis: null, definition: null };
}
