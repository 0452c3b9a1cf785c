import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cardOf, cardsOf, type Card } from '#app/form/cards.ts';
import { compileDefinition } from '#definition/compile.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';

const definitions = readdirSync('survey-definitions')
  .filter((id) => !id.includes('.'))
  .map((id): readonly [string, CompiledDefinition] => {
    const edition = readdirSync(`survey-definitions/${id}`).find((name) => name.endsWith('.yaml')) ?? '';
    const file = `survey-definitions/${id}/${edition}`;
    const outcome = compileDefinition(readFileSync(file, 'utf8'), file);
    if (outcome.kind === 'invalid') throw new Error(JSON.stringify(outcome.problems));
    return [id, outcome.compiled];
  });

const section = (name: string, id = 'two-integration'): readonly Card[] => {
  const compiled = definitions.find(([each]) => each === id)?.[1];
  if (compiled === undefined) throw new Error(`no definition ${id}`);
  const found = compiled.sections.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no section ${name}`);
  return cardsOf(compiled, found);
};

describe('layout of a section', () => {
  test('[U37] two years of one quantity are one card, titled by their group', () => {
    const cards = section('jz_quality');
    expect(cards.map((card) => card.kind)).toEqual(['pair', 'pair', 'pair', 'pair']);
    expect(cards[0]).toMatchObject({ label: '一次交验合格率', last: { name: 'jz01_last' }, previous: { name: 'jz01_prev' } });
  });

  test('[U37] two years without a score of their change are one card too, titled by their group', () => {
    expect(section('business_growth', 'outcome-review')[0]).toMatchObject({
      kind: 'pair',
      label: '营收增长率',
      hint: '看高了几个百分点',
      last: { name: 'growth_last' },
      previous: { name: 'growth_prev' },
      rule: null,
    });
  });

  test('[U37] what was seen stands on the card of the judgement', () => {
    const cards = section('c_open', 'promotion-centre-gansu');
    expect(cards[0]).toMatchObject({ kind: 'question', path: 'c1', seen: { name: 'c1_seen' } });
    expect(cardOf(cards, 'c1_seen')).toBe(cards[0]);
  });

  test('[U100] a scene is one card with all that is asked of it', () => {
    const cards = section('link_factory', 'smart-factory');
    expect(cards.map((card) => card.kind)).toEqual(['question', 'scene', 'scene', 'scene']);
    expect(cards[1]).toMatchObject({
      path: 's01',
      number: 2,
      label: '1 工厂数字化规划设计',
      questions: [{ name: 's01_depth' }, { name: 's01_ai' }, { name: 's01_instance' }],
    });
    expect(cardOf(cards, 's01_instance')).toBe(cards[1]);
    const scenes = definitions
      .find(([id]) => id === 'smart-factory')?.[1]
      .sections.flatMap(({ name }) => section(name, 'smart-factory'))
      .filter(({ kind }) => kind === 'scene');
    expect(scenes).toHaveLength(40);
  });

  test('[U100] questions that begin with the same subject are one card; clauses with the same choices are not', () => {
    expect(section('design', 'scene-needs')[2]).toMatchObject({
      kind: 'scene',
      path: 'smart_design_need',
      label: '智能研发',
      questions: [{ name: 'smart_design_need' }, { name: 'smart_design_now' }],
      computed: [{ name: 'design_wanted' }],
    });
    const maturity = definitions.find(([id]) => id === 'smart-manufacturing-maturity')?.[1].sections ?? [];
    const kinds = maturity.flatMap(({ name }) => section(name, 'smart-manufacturing-maturity')).map(({ kind }) => kind);
    expect(kinds).not.toContain('scene');
  });

  test('[U100] the same choices asked again and again take less room', () => {
    const again = (cards: readonly Card[]): readonly boolean[] =>
      cards.flatMap((card) => (card.kind === 'question' ? [card.again] : []));
    expect(again(section('identity', 'site-check'))).toEqual([true, true, true, true, false]);
    expect(again(section('needs_section', 'workstation-visit'))).not.toContain(true);
  });

  test('[U38] a computed rate hangs on the card of its last input, with its evidence', () => {
    const cards = section('jc_equipment');
    const card = cardOf(cards, 'jc08');
    expect(card).toMatchObject({
      kind: 'question',
      path: 'equipment_digital',
      computed: [{ name: 'jc08', evidence: { need: 'required' } }],
    });
    expect(cardOf(section('jc_process'), 'jc10')).toMatchObject({ kind: 'repeat', path: 'key_processes' });
  });

  test('[U37] a row deep in a repeat is found in its card', () => {
    expect(cardOf(section('jc_process'), 'key_processes/r1/key_process_name')?.kind).toBe('repeat');
  });

  test.each(definitions)('[U37] every question of %s is on exactly one card', (_, compiled) => {
    const shown = compiled.sections.flatMap((each) => cardsOf(compiled, each).flatMap(namesOn));
    expect(new Set(shown).size).toBe(shown.length);
    const names: string[] = [];
    const walk = (nodes: CompiledDefinition['sections'][number]['children']): void => {
      for (const node of nodes) {
        if (node.kind === 'question') names.push(node.question.name);
        else if (node.kind === 'group') walk(node.children);
        else names.push(node.name);
      }
    };
    for (const each of compiled.sections) walk(each.children);
    expect(shown.toSorted()).toEqual(names.toSorted());
  });
});

function namesOn(card: Card): readonly string[] {
  switch (card.kind) {
    case 'heading':
      return [];
    case 'note':
      return [card.question.name];
    case 'question':
      return [card.path, ...(card.seen === null ? [] : [card.seen.name]), ...card.computed.map(({ name }) => name)];
    case 'scene':
      return [...card.questions, ...card.computed].map(({ name }) => name);
    case 'pair':
      return [card.last.name, card.previous.name, ...card.computed.map(({ name }) => name)];
    case 'repeat':
      return [card.path, ...card.computed.map(({ name }) => name)];
  }
}
