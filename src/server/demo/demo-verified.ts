import type { OpDraft } from '#oplog/op.ts';
import type { EntityId } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';

type Change = { readonly to: (claimed: number) => number; readonly reason: string };

/** Two answers that do not hold on site. */
const changes: Readonly<Record<string, Change>> = {
  equipment_networked: {
    to: (claimed) => Math.max(0, claimed - 2),
    reason: '演示：机加工车间两台数控机床没有联网，产量靠人工抄表',
  },
  dx07: {
    to: (claimed) => Math.round(claimed / 2),
    reason: '演示：一半产线只挂了看板，派工、报工还在纸上，按口径不算覆盖',
  },
};

const confirmed = /^(?:jc\d\d|dx10|equipment_total|equipment_digital)$/u;

/** What an inspector found in one assessment: the basics as the firm said, but for two numbers; the rest is not looked at yet. */
export function demoVerified(assessment: EntityId, answers: Readonly<Record<string, Json>>): readonly OpDraft[][] {
  return Object.entries(answers).flatMap(([name, claimed]): readonly OpDraft[][] => {
    const change = changes[name];
    if (change !== undefined && typeof claimed === 'number')
      return [[found(assessment, name, change.to(claimed), change.reason)]];
    return confirmed.test(name) ? [[found(assessment, name, claimed, null)]] : [];
  });
}

function found(entityId: EntityId, name: string, value: Json, reason: string | null): OpDraft {
  return { kind: 'set', entity: 'assessment', entityId, field: `verified/${name}`, value, reason, basis: null, definition: null };
}
