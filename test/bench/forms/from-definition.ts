/**
 * Our own definition as a neutral form, so that the peers can run its questions too: every entered question outside repeats with its
 * words, options, limits and condition, and a score a section and in all. What is left out is said in docs/performance.md; ours, which
 * runs the definition itself, computes all of it.
 */
import type { CompiledDefinition, FormNode, Question } from '../../../src/definition/compiled.ts';
import type { Expression } from '../../../src/definition/expression.ts';
import { defaultSeed, equipment } from './generate-form.ts';
import type { Condition, Form, FormQuestion, FormSection, Option } from './form.ts';

export function fromDefinition(compiled: CompiledDefinition): Form {
  const points = pointsOf(compiled);
  const entered = compiled.sections.map((section) => enteredIn(section.children));
  // Peers keep a question under its section, whose name its own begins with.
  const ids = new Map(entered.flatMap((questions, s) => questions.map(({ name }, q) => [name, questionId(s, q)] as const)));
  const sections = compiled.sections.map((section, s): FormSection => {
    const id = `s${String(s)}`;
    const questions = (entered[s] ?? []).map((question, q) => toQuestion(question, id, questionId(s, q), ids, points));
    const scoreOf = questions.flatMap((question) =>
      question.type === 'select_one' && question.options.some(({ score }) => score > 0) ? [question.id] : [],
    );
    const score: readonly FormQuestion[] =
      scoreOf.length === 0
        ? []
        : [
            {
              id: questionId(s, questions.length),
              section: id,
              label: 'score',
              hint: null,
              required: false,
              relevant: null,
              type: 'score',
              scoreOf,
            },
          ];
    return { id, label: section.label, questions: [...questions, ...score] };
  });
  const all = sections.flatMap(({ questions }) => questions);
  const highest = all.reduce(
    (sum, question) => sum + (question.type === 'select_one' ? Math.max(0, ...question.options.map(({ score }) => score)) : 0),
    0,
  );
  return {
    id: compiled.id.replaceAll('-', '_'),
    title: compiled.title,
    questions: all.length,
    seed: defaultSeed,
    sections: sections.filter(({ questions }) => questions.length > 0),
    level: {
      steps: [
        [Math.round(highest * 0.75), 'high'],
        [Math.round(highest * 0.4), 'medium'],
      ],
      otherwise: 'low',
    },
    repeat: equipment(0),
  };
}

function questionId(section: number, question: number): string {
  return `s${String(section)}_q${String(question)}`;
}

function enteredIn(nodes: readonly FormNode[]): readonly Question[] {
  return nodes.flatMap((node): readonly Question[] => {
    if (node.kind === 'repeat') return [];
    if (node.kind === 'group') {
      if (node.relevant !== null) throw new Error(`${node.name}: conditions of groups are not converted`);
      return enteredIn(node.children);
    }
    return node.question.type === 'calculate' || node.question.type === 'note' ? [] : [node.question];
  });
}

function toQuestion(
  question: Question,
  section: string,
  id: string,
  ids: ReadonlyMap<string, string>,
  points: ReadonlyMap<string, ReadonlyMap<string, number>>,
): FormQuestion {
  const { label, hint, required, min, max } = question;
  const base = { id, section, label, hint, required, relevant: conditionOf(question.relevant, ids) };
  const options = question.choices.map(({ name, label: words }): Option => ({
    name,
    label: words,
    score: points.get(question.name)?.get(name) ?? 0,
  }));
  switch (question.type) {
    case 'select_one':
    case 'select_multiple':
      return { ...base, type: question.type, options };
    case 'integer':
    case 'decimal':
      return { ...base, type: question.type, min: min ?? 0, max: max ?? 1e6 };
    default:
      return { ...base, type: 'text' };
  }
}

/** Thousandths of points by question and option, whole because peers may count in integers: weight × score of each single choice. */
function pointsOf({ scoring }: CompiledDefinition): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return new Map(
    scoring.items.flatMap(({ rule, weight }) => {
      const thousandths = (score: number): number => Math.round(weight * score * 10);
      if (rule.kind === 'options') {
        return [[rule.question, new Map(Object.entries(rule.scores).map(([name, score]) => [name, thousandths(score ?? 0)]))]];
      }
      if (rule.kind === 'ladder')
        return [[rule.question, new Map(rule.steps.map(({ choice, s }) => [choice, thousandths(s ?? 0)]))]];
      return [];
    }),
  );
}

function conditionOf(relevant: Expression | null, ids: ReadonlyMap<string, string>): Condition | null {
  if (relevant === null) return null;
  if (relevant.kind === 'binary' && relevant.operator === 'or') {
    const [left, right] = [conditionOf(relevant.left, ids), conditionOf(relevant.right, ids)];
    if (left !== null && right !== null && left.question === right.question)
      return { ...left, anyOf: [...left.anyOf, ...right.anyOf] };
  }
  if (
    relevant.kind === 'binary' &&
    relevant.operator === '=' &&
    relevant.left.kind === 'ref' &&
    relevant.right.kind === 'string'
  ) {
    const question = ids.get(relevant.left.name);
    if (question !== undefined) return { question, anyOf: [relevant.right.value] };
  }
  throw new Error(`no neutral condition for ${JSON.stringify(relevant)}`);
}
