/** What a result says besides scores, drawn from the real definitions: the same parts on the phone and at the desk. */
import type { JSX } from 'solid-js';
import { render } from 'solid-js/web';
import { page } from 'vitest/browser';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import '#app/ui/base.css';
import '#app/ui/tokens.css';
import { loadArea } from '#app/i18n/t.ts';
import { RecordedAnswers } from '#app/screens/result/recorded-answers.tsx';
import { AttentionLists, ChecklistParts } from '#app/standing/checklist-parts.tsx';
import { MaturityTree } from '#app/standing/maturity-tree.tsx';
import { ReadingsNote } from '#app/standing/readings-note.tsx';
import { SceneTally } from '#app/standing/scene-tally.tsx';
import { standingOf, type Standing } from '#diagnosis/standing.ts';
import { emptyAnswers, type Answers } from '#engine/answers.ts';
import { openSession } from '#engine/session.ts';
import { scoreAll } from '#scoring/score.ts';
import gansu from '../../../survey-definitions/promotion-centre-gansu/2024.yaml?raw';
import maturity from '../../../survey-definitions/smart-manufacturing-maturity/2020.yaml?raw';
import outcome from '../../../survey-definitions/outcome-review/2024.yaml?raw';
import sme from '../../../survey-definitions/sme-digital-level/2024.yaml?raw';
import workstation from '../../../survey-definitions/workstation-visit/1.yaml?raw';
import { violations } from '../app/mount.ts';
import { compileText } from './form-fixture.ts';

beforeAll(() => loadArea('form'));
beforeEach(() => page.viewport(390, 844));
let unmount: (() => void) | null = null;
afterEach(() => unmount?.());

function show(part: () => JSX.Element): HTMLElement {
  const root = document.createElement('main');
  document.body.append(root);
  const dispose = render(part, root);
  unmount = () => {
    dispose();
    root.remove();
  };
  return root;
}

function standing(yaml: string, values: Answers['values'] = {}): Standing {
  const compiled = compileText(yaml);
  return standingOf(compiled, scoreAll(compiled, openSession(compiled, { ...emptyAnswers, values })));
}

const tones = (root: HTMLElement): readonly string[] =>
  [...root.querySelectorAll('.standing-rows .standing-mark')].map(
    ({ classList }) => [...classList].find((name) => name.startsWith('standing-mark-'))?.slice('standing-mark-'.length) ?? '',
  );

test('[U103] scenes without a grade are open; one that can no longer be reached is missed', async () => {
  const blank = show(() => <SceneTally scenes={standing(sme).scenes} />);
  expect(new Set(tones(blank))).toEqual(new Set(['open']));
  expect(await violations(blank)).toEqual([]);
  unmount?.();
  const scenes = Array.from({ length: 16 }, (_, index) => `s${String(index + 1).padStart(2, '0')}`);
  const low = Object.fromEntries(scenes.map((name, index) => [name, index < 7 ? 'g1' : 'g0']));
  const full = show(() => <SceneTally scenes={standing(sme, low).scenes} />);
  expect(tones(full)[0]).toBe('met');
  expect(tones(full).slice(2)).not.toContain('open');
  expect(tones(full)).toContain('missed');
  expect(full.querySelectorAll('details li')).toHaveLength(16);
});

test('[U3] a maturity tree fits a phone, and says in words what its marks mean', async () => {
  const answers = { org_strategy_1_1: 'full', org_strategy_1_2: 'full', org_strategy_2_1: 'partial' };
  const root = show(() => <MaturityTree tree={standing(maturity, answers).tree} />);
  expect(root.querySelectorAll('tbody tr').length).toBeGreaterThan(20);
  expect(root.scrollWidth).toBeLessThanOrEqual(390);
  expect(root.querySelector('thead')?.textContent).toContain('一级');
  expect(root.textContent).toContain('这一级没有要求');
  expect(root.textContent).toContain('未答');
  expect(await violations(root)).toEqual([]);
});

test('[S17] both readings of a level stand side by side, the deciding one marked, and a mismatch is said first', async () => {
  const way = { id: 'a', name: '按总分所在区间', note: '以区间为准', level: 'l2', levelName: '二级（规范级）' };
  const other = { id: 'b', name: '按逐级都满足', note: null, level: 'l1', levelName: '一级（规划级）' };
  const root = show(() => <ReadingsNote readings={{ mismatch: true, ways: [way, other] }} />);
  expect(root.textContent.indexOf('两种读法得出的等级不同')).toBeLessThan(root.textContent.indexOf(way.name));
  expect(root.textContent.match(/（以此为准）/g)).toHaveLength(1);
  // Both levels end at the same edge, however long the names before them are.
  const edges = [...root.querySelectorAll('.standing-readings strong')].map((each) => each.getBoundingClientRect().right);
  expect(new Set(edges).size).toBe(1);
  expect(await violations(root)).toEqual([]);
  unmount?.();
  expect(show(() => <ReadingsNote readings={null} />).textContent).toBe('');
});

test('[G6] conditions are lists by what they ask of a person; a long one is folded after five, parts that do not apply in one line', async () => {
  const found = standing(gansu, { center_type: 'comprehensive', c1: 'short', banned: 'yes' });
  const root = show(() => (
    <>
      <AttentionLists attention={found.attention} />
      <ChecklistParts parts={found.parts} />
    </>
  ));
  const titles = [...root.querySelectorAll('h2, h3')].map(({ textContent }) => textContent);
  expect(titles).toEqual(['现场看着不够的', '还要人来判断的', '先要具备的', '逐条看']);
  const open = [...root.querySelectorAll('.card')].find(({ textContent }) => textContent.startsWith('还要人来判断的'));
  expect(open?.querySelectorAll(':scope > .standing-list > li, :scope > * > .standing-list > li').length).toBeGreaterThanOrEqual(
    5,
  );
  expect(open?.querySelector('summary')?.textContent).toMatch(/另有 \d+ 条/);
  expect(root.textContent).toMatch(/另有 \d+ 部分不适用/);
  expect(root.textContent).toContain('未满足');
  expect(await violations(root)).toEqual([]);
});

test('[U102] an instrument without a level shows what was recorded, rows and two years included', async () => {
  const visit = compileText(workstation);
  const repeat = visit.sections.flatMap(({ children }) => children).find(({ kind }) => kind === 'repeat');
  if (repeat?.kind !== 'repeat') throw new Error('no repeat');
  const [first] = repeat.children;
  const answers: Answers = {
    values: { headcount: 320 },
    rows: { [repeat.name]: [{ id: 'r1', values: { [first?.question.name ?? '']: '下周一派人来看排产' } }] },
  };
  const root = show(() => <RecordedAnswers compiled={visit} form={openSession(visit, answers)} open />);
  expect(root.textContent).toContain('320 人');
  expect(root.textContent).toContain(`${repeat.label} · 第 1 项`);
  expect(root.textContent).toContain('下周一派人来看排产');
  expect(root.textContent).toContain('还没有答。');
  expect(await violations(root)).toEqual([]);
  unmount?.();
  const review = compileText(outcome);
  const years = { ...emptyAnswers, values: { growth_last: 9, growth_prev: 5 } };
  const pairs = show(() => <RecordedAnswers compiled={review} form={openSession(review, years)} open={false} />);
  expect(pairs.textContent).toContain('5 % → 9 %');
  expect(pairs.textContent).toContain('提高：');
});
