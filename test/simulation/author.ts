/** What people do on their phones: answers, rows, links, finishing, settling conflicts, and mistakes. */
import { assessmentRoot } from '#oplog/assessment-root.ts';
import type { StepDraft } from '#replica/plan-step.ts';
import type { EntityId } from '#shared/ids.ts';
import { newId } from '#shared/ids.ts';
import { addLink, addRow, createAssessment, moveWorkflow, setField, voidOf } from './drafts.ts';
import { Killed } from './memory-server.ts';
import type { Phone } from './phone.ts';
import { count, counties, nameOf, note } from './world.ts';
import type { World } from './world.ts';

/** One tap. The phone may be killed wherever it waits, and another tab of it may write in between. */
export async function edit(world: World, phone: Phone): Promise<void> {
  const drafts = nextTap(world, phone);
  if (drafts.length === 0) return;
  const saved = await withTrouble(world, phone, () => phone.write(drafts));
  if (saved === null) return;
  for (const op of saved) world.saved.set(op.salt, op);
  note(world, () => {
    const ops = saved.map(({ seq, kind, entityId, field, value }) => `${seq} ${kind} ${entityId} ${field ?? ''}=${short(value)}`);
    return `${nameOf(world, phone)} saved ${ops.join(' + ')}`;
  });
  if (saved.some(({ schema }) => schema > 1)) count(world, 'unknownSchema');
}

/** Null: the phone's process died on the way. What it had committed stays. */
export async function withTrouble<T>(world: World, phone: Phone, run: () => Promise<T>): Promise<T | null> {
  const { random, rates } = world;
  const { client } = phone;
  if (client.pause !== null) return run();
  const kill = random.chance(rates.chances.killPhone) ? random.int(14) : -1;
  const tap = random.chance(rates.chances.otherTab) ? random.int(8) : -1;
  if (kill < 0 && tap < 0) return run();
  let calls = 0;
  const pause = async (): Promise<void> => {
    const at = calls;
    calls += 1;
    if (at === kill) throw new Killed('on the phone');
    if (at !== tap) return;
    count(world, 'otherTab');
    client.pause = async () => undefined;
    await edit(world, phone);
    client.pause = pause;
  };
  client.pause = pause;
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    phone.generation += 1;
    count(world, 'phoneKilled');
    note(world, () => `${nameOf(world, phone)} killed`);
    return null;
  } finally {
    client.pause = null;
  }
}

function nextTap(world: World, phone: Phone): readonly StepDraft[] {
  const { random, rates, phones } = world;
  const index = random.int(rates.assessments);
  const assessment = `a${index}` as EntityId;
  const { registers } = phone.client.state;
  if (!registers.has(`${assessment}|@create`)) {
    const first = phones.indexOf(phone) === index % 2;
    return first ? [createAssessment(assessment, counties[index % counties.length] ?? '420115')] : [];
  }
  const bad = random.chance(rates.chances.badValue);
  if (random.chance(rates.chances.workflow)) return workflowTap(world, phone, assessment);
  const drafts = [
    resolved(phone, setField(assessment, `q${random.int(3)}`, bad ? { wrong: true } : random.int(1000)), random.chance(0.95)),
  ];
  if (random.chance(rates.chances.manyOps))
    drafts.push(resolved(phone, setField(assessment, `r${random.int(2)}`, random.int(1000)), true));
  const dice = random.next();
  if (dice < 0.06) {
    const row = newId(random.bytes);
    return [addRow(assessment, row), setField(assessment, `rows/${row}/x`, random.int(1000))];
  }
  if (dice < 0.1) return [addLink(assessment, newId(random.bytes))];
  if (dice < 0.13) return voidRow(world, phone, assessment);
  return drafts;
}

function workflowTap(world: World, phone: Phone, assessment: EntityId): readonly StepDraft[] {
  const { random } = world;
  const registers = [...phone.client.state.registers.values()].filter(({ owner }) => owner === assessment);
  const mine = registers.find(({ register, entityId }) => register === '@create' && entityId === assessment);
  if (random.chance(0.25) && mine?.heads[0]?.author === phone.person) return [voidOf('assessment', assessment, assessment)];
  return [moveWorkflow(assessment, random.chance(0.5) ? 'finalise' : 'submit', assessmentRoot(registers))];
}

function voidRow({ random }: World, phone: Phone, assessment: EntityId): readonly StepDraft[] {
  const rows = [...phone.client.state.registers.values()].filter(
    ({ entity, owner, register }) => entity === 'row' && owner === assessment && register === '@create',
  );
  return rows.length === 0 ? [] : [voidOf('row', random.pick(rows).entityId, assessment)];
}

/** A conflict that the person sees is written by a resolve; `careful` false forgets it. */
function resolved(phone: Phone, step: StepDraft, careful: boolean): StepDraft {
  const register = phone.client.state.registers.get(`${step.draft.entityId}|${step.draft.field ?? ''}`);
  const several = (register?.heads.length ?? 0) + (register?.held.length ?? 0) > 1;
  return careful && several ? { ...step, draft: { ...step.draft, kind: 'resolve' } } : step;
}

function short(value: unknown): string {
  return JSON.stringify(value).slice(0, 20);
}
