/** How items, measures and levels are computed, in words and figures that leave no choice open. */
import type { Json } from '#shared/json.ts';
import { isItemMeasure } from './measure-kinds.ts';
import { printExpression } from './print-expression.ts';
import type { ConditionTest, ItemRule, LevelRule, Measure, ScoredItem } from './scoring.ts';

export function ruleFormula(rule: ItemRule): string {
  switch (rule.kind) {
    case 'options':
      return '选中项的分值；分值为 null 是不适用';
    case 'ticks':
      return '勾选各项的分值相加，最多 100；勾了互斥项得 0；一项没勾是没答';
    case 'count':
      return 'scores[勾选个数]；勾了互斥项按 0 个；一项没勾是没答';
    case 'bands':
      return '第一个 le 不小于该值的档的 s（右闭）';
    case 'curve':
      return '各点之间直线插值，两端取端点的 s';
    case 'change':
      return `从 ${rule.previous} 到 ${rule.last} 的变化 x，再按 points 折线取分。${changeFormula[rule.rule]}${rule.better === 'lower' ? '；越低越好，x 取相反数' : ''}`;
    case 'ladder':
      return '选中那一步的 s；grade 供等级规则数个数';
    case 'satisfaction':
      return '选中项的份额 × 100；null 是不适用';
  }
}

const changeFormula: Readonly<Record<'relative' | 'gap-closed' | 'points', string>> = {
  relative: 'x = 100 ×（后 − 前）÷ 前；前为 0 时没有分',
  'gap-closed': 'x = 100 ×（后 − 前）÷（100 − 前）；前不低于 100 时，后不低于 100 取 0，否则取 −10',
  points: 'x = 2 ×（后 − 前）',
};

export function describeMeasure(measure: Measure, items: readonly ScoredItem[]): Json {
  const { provenance } = measure;
  return {
    id: measure.id,
    name: measure.name,
    kind: measure.kind,
    formula: measureFormula(measure),
    full: measure.full,
    decimals: measure.decimals,
    axis: measure.axis,
    detail: measure.detail,
    applies: measure.applies === null ? null : printExpression(measure.applies),
    min_answered: 'minAnswered' in measure ? measure.minAnswered : null,
    hidden_counts_zero: isItemMeasure(measure) ? measure.hiddenCounts : null,
    satisfied_at: measure.kind === 'level-sum' ? measure.satisfiedAt : null,
    items: isItemMeasure(measure)
      ? items.filter((item) => item.measure === measure.id).map(({ name, weight }) => ({ item: name, weight }))
      : [],
    terms: describeTerms(measure),
    grades: measure.grades.map((grade) => ({ ...grade })),
    fidelity: provenance.fidelity,
    source: provenance.basis,
    note: provenance.note,
  };
}

function describeTerms(measure: Measure): readonly Json[] {
  if (isItemMeasure(measure)) return [];
  if (measure.kind !== 'nested-mean') return measure.terms.map((term) => ({ ...term }));
  return measure.terms.map(({ measure: of, weight, when, fidelity }) => ({
    measure: of,
    weight,
    when: when === null ? null : printExpression(when),
    fidelity: fidelity ?? measure.provenance.fidelity,
  }));
}

export function measureFormula(measure: Measure): string {
  const hidden = isItemMeasure(measure) && measure.hiddenCounts ? '隐藏的项按 0 计入' : '隐藏的、不适用的项不计';
  const scale = measure.full === 100 ? '' : ` × ${String(measure.full)} ÷ 100`;
  const share = 'minAnswered' in measure ? percent(measure.minAnswered) : '';
  switch (measure.kind) {
    case 'weighted-mean':
      return `Σ 权重×得分 ÷ Σ 权重，只算已答项${scale}；${hidden}；已答权重不到 ${share} 时没有分`;
    case 'mean':
      return `已答项得分的平均${scale}；${hidden}；已答不到 ${share} 时没有分`;
    case 'sum':
      return `Σ 权重×得分 ÷ 100，没答的项不得分；${hidden}；已答权重不到 ${share} 时没有分`;
    case 'unscored':
      return '不打分';
    case 'weighted-sum':
      return `${measure.terms.map(({ measure: of, weight }) => (weight === 1 ? of : `${of}×${String(weight)}`)).join(' + ')}；有一个没有分就没有分`;
    case 'nested-mean':
      return `Σ 权重×得分 ÷ Σ 权重，只算适用、when 成立、有分的各项；有分的权重不到适用权重的 ${share} 时没有分`;
    case 'level-sum':
      return measure.satisfiedAt === null
        ? '各项相加，没有分的记 0；第一个适用的项没有分就没有分'
        : `各项相加：不低于 ${String(measure.satisfiedAt)} 的记 1，其余记实际得分，没有分的记 0；第一个适用的项没有分就没有分（比较时容许 1e-9 的误差）`;
  }
}

export function testFormula(test: ConditionTest): string {
  switch (test.kind) {
    case 'at-least':
      return `${test.question} ≥ ${String(test.value)}`;
    case 'at-most':
      return `${test.question} ≤ ${String(test.value)}`;
    case 'chosen':
      return `${test.question} 选了 ${test.met.join('、')}${test.met.length > 1 ? ' 之一' : ''}`;
    case 'ticked':
      return `${test.question} 勾了至少 ${String(test.value)} 项${test.of.length > 0 ? `，只数 ${test.of.join('、')}` : '，互斥项不数'}`;
    case 'expression':
      return printExpression(test.met);
    case 'judged':
      return '人来判断，不由工具判';
  }
}

export function levelFormula(rule: LevelRule): string {
  const untold = rule.measures.length === 0 ? '' : `；${rule.measures.join('、')} 有一个没有分时不定级`;
  switch (rule.kind) {
    case 'gates':
      return `从低到高逐级爬，遇到有门槛没过的一级就停；门槛按未取整的得分比${untold}`;
    case 'thresholds':
      return `得分够到的最高一级（容许 1e-9 的误差）${untold}`;
    case 'score-and-scenes':
      return `分数门槛和场景门槛都过的最高一级：级数不低于 grade 的场景至少 count 个，其中 constraining 列出的场景至少 constraining 个${untold}；readings 是另外的读法，第一种为准`;
    case 'satisfied-levels':
      return `两种并列：score 按总分所在区间；satisfied 按从低到高连续不低于 ${String(rule.satisfiedAt)} 的最高一级（容许 1e-9 的误差）。以 ${rule.decides} 为准，不一致时标出${untold}`;
    case 'checklist':
      return '从低到高，本级和以下各级的可算条件（不含判断类、前提、不适用）都达到的最高一级；没写 level 的条件从第一个实级起都要；卡在第一个实级且只因没答时不定级';
  }
}

function percent(share: number): string {
  return `${String(Math.round(share * 1000) / 10)}%`;
}
