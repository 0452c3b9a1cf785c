import type { CompiledDefinition } from '#definition/compiled.ts';
import type { OpDraft } from '#oplog/op.ts';
import type { EntityId } from '#shared/ids.ts';
import type { ServerContext } from '../context.ts';
import { handInByFirm } from '../firm/firm-form.ts';
import { makeFirmLink, openFirmLink } from '../firm/firm-links.ts';
import { appendAsServer } from '../server-chain.ts';

/** By the number of the section. */
const notes: readonly (readonly [section: number, text: string])[] = [
  [1, '演示：总经理说明年一季度上 MES，预算 120 万，先试一条线。\n财务负责人在场，没有反对。'],
  [2, '演示：车间主任担心影响交付；设备数据现在靠人抄表，每班两次。'],
];

/** A firm that filled its part by a link before the visit, and what was noted when it was talked to. */
export async function demoInterview(
  server: ServerContext,
  compiled: CompiledDefinition,
  { assessment, definition, person }: { readonly assessment: EntityId; readonly definition: string; readonly person: string },
): Promise<void> {
  const { token } = await makeFirmLink(server.open.db, { assessment, person, days: 7 }, server.now());
  const link = await openFirmLink(server, token);
  if (link.kind === 'ok') await handInByFirm(server, link.value);
  const drafts = notes.flatMap(([number, value]): readonly OpDraft[] => {
    const section = compiled.sections[number];
    if (section === undefined) return [];
    const field = `notes/${section.name}`;
    return [{ kind: 'set', entity: 'assessment', entityId: assessment, field, value, reason: null, basis: null, definition }];
  });
  await appendAsServer(
    server,
    drafts.map((draft) => [draft]),
  );
}
