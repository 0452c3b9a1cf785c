import type { Report } from './report.ts';
import { isItemMeasure } from './measure-kinds.ts';
import { nearest } from './resolve-expression.ts';
import type { LevelRule, SceneGate, Scoring } from './scoring.ts';
import type { SourcePath } from './source-text.ts';

const path: SourcePath = ['scoring', 'level'];

export function lintLevel(level: LevelRule, scoring: Scoring, report: Report): void {
  const known = scoring.measures.map((measure) => measure.id);
  const key = level.kind === 'gates' ? 'measures' : 'measure';
  for (const id of level.measures) {
    if (!known.includes(id)) report([...path, key], null, `没有维度“${id}”`, nearest(id, known));
  }
  lintGates(level, report);
  if (level.kind !== 'gates') lintBase(level, report);
  if (level.kind === 'score-and-scenes') lintScenes(level, scoring, report);
}

function lintGates(level: LevelRule, report: Report): void {
  const highest = new Map<string, number>();
  const ids = new Set<string>();
  level.levels.forEach((step, index) => {
    const here = [...path, 'levels', index];
    if (ids.has(step.id)) report([...here, 'id'], null, `等级“${step.id}”重复`, '换一个 id');
    ids.add(step.id);
    for (const gate of step.gates) {
      const at = level.kind === 'gates' ? [...here, 'gates', gate.measure] : [...here, 'score'];
      if (!level.measures.includes(gate.measure)) {
        report(at, null, `门槛用到的“${gate.measure}”不在 level.measures 里`, '加进 measures，或改门槛');
      }
      const before = highest.get(gate.measure) ?? 0;
      if (gate.min < before) {
        report(at, null, `“${step.name}”的门槛 ${gate.measure} ≥ ${String(gate.min)} 比前面的等级还低`, '高一级的门槛不能更低');
      }
      highest.set(gate.measure, Math.max(before, gate.min));
    }
  });
}

/** The first level of a new kind says 'below the first real level': it asks for nothing, and every other asks for something. */
function lintBase(level: Exclude<LevelRule, { readonly kind: 'gates' }>, report: Report): void {
  if (level.kind === 'checklist') return;
  level.levels.forEach((step, index) => {
    const here = [...path, 'levels', index];
    const asks = step.gates.length > 0;
    if (index === 0 && asks)
      report([...here, 'score'], null, `“${step.name}”是起点，不能有门槛`, '在它前面加一级“未达”，不写门槛');
    if (index > 0 && !asks) report(here, null, `“${step.name}”没有门槛`, '写 score');
  });
}

function lintScenes(level: Extract<LevelRule, { readonly kind: 'score-and-scenes' }>, scoring: Scoring, report: Report): void {
  const measure = scoring.measures.find(({ id }) => id === level.scenes);
  const scenes = scoring.items.filter((item) => item.measure === level.scenes);
  if (measure === undefined || !isItemMeasure(measure)) {
    report([...path, 'scenes'], null, `没有放场景的维度“${level.scenes}”`, '写一个 unscored 维度，场景作为它的 ladder 计分项');
    return;
  }
  for (const scene of scenes) {
    if (scene.rule.kind !== 'ladder')
      report([...path, 'scenes'], scene.name, `场景“${scene.name}”不是 ladder 计分项`, '改为 kind: ladder');
  }
  const names = scenes.map(({ name }) => name);
  level.constraining.forEach((name, index) => {
    if (!names.includes(name)) report([...path, 'constraining', index], name, `没有场景“${name}”`, nearest(name, names));
  });
  const fault = (gate: SceneGate): void => {
    const index = level.levels.findIndex(({ id }) => id === gate.level);
    if (gate.count > names.length || gate.constraining > level.constraining.length) {
      report([...path, 'levels', index, 'count'], null, `“${gate.level}”要的场景比有的还多`, '改小 count 或 constraining');
    }
  };
  [level.sceneGates, ...level.readings.map((reading) => reading.sceneGates)].forEach((gates) => gates.forEach(fault));
}
