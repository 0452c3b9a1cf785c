import type { CompiledDefinition, FormNode, Question, Section } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { rowPath } from '#engine/answers.ts';
import type { FormView } from '#engine/form-view.ts';
import type { FieldConflict } from '#oplog/answers-of.ts';
import type { OfficeAnswer, OfficeAnswerItem, OfficePart, OfficeSection } from '#protocol/office-wire.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import { valueText } from './value-text.ts';

export type AnswerSource = {
  readonly compiled: CompiledDefinition;
  readonly form: FormView;
  readonly conflicts: readonly FieldConflict[];
  /** Null before the server has scored it. */
  readonly result: ScoreResult | null;
  /** Ids of live evidence by question path. */
  readonly evidence: ReadonlyMap<string, readonly string[]>;
  readonly personName: (id: string) => string;
};

/** The whole form, section by section, with each answer in words, its score, its conflict and its evidence. */
export function answerSections(source: AnswerSource): OfficeSection[] {
  return source.compiled.sections.map((section) => answerSection(source, section));
}

function answerSection(source: AnswerSource, section: Section): OfficeSection {
  const parts = section.children.flatMap((child) => partsOf(source, child, 0));
  const asked = parts.flatMap((part) =>
    part.kind === 'answer' && part.answer.relevant && !part.answer.computed ? [part.answer] : [],
  );
  return {
    name: section.name,
    label: section.label,
    relevant: source.form.state(section.name).relevant,
    answered: asked.filter(({ text }) => text !== null).length,
    total: asked.length,
    parts,
  };
}

function partsOf(source: AnswerSource, node: FormNode, depth: number): OfficePart[] {
  switch (node.kind) {
    case 'question':
      return node.question.type === 'note'
        ? []
        : [{ kind: 'answer', answer: answerOf(source, node.question, node.question.name) }];
    case 'group':
      return [
        { kind: 'group', label: node.label, depth },
        ...node.children.flatMap((child) => partsOf(source, child, depth + 1)),
      ];
    case 'repeat':
      return [
        { kind: 'group', label: node.label, depth },
        ...source.form.rows(node.name).flatMap((rowId, index): OfficePart[] => [
          { kind: 'row', label: node.label, index: index + 1, depth: depth + 1 },
          ...node.children
            .filter(({ question }) => question.type !== 'note')
            .map(({ question }): OfficePart => ({
              kind: 'answer',
              answer: answerOf(source, question, rowPath(node.name, rowId, question.name)),
            })),
        ]),
      ];
  }
}

function answerOf(source: AnswerSource, question: Question, path: string): OfficeAnswer {
  const state = source.form.state(path);
  const conflict = source.conflicts.find((candidate) => candidate.path === path)?.heads ?? [];
  return {
    path,
    question: question.name,
    label: question.label,
    unit: question.unit,
    guidance: question.guidance,
    relevant: state.relevant,
    required: state.required,
    computed: question.type === 'calculate',
    value: state.value,
    text: valueText(question, state.value),
    problem: state.problem === null ? null : { code: state.problem.code, detail: { ...state.problem.detail } },
    conflict: conflict.map((head) => ({
      value: head.value,
      text: valueText(question, head.value),
      author: source.personName(head.author),
      person: head.author,
      wallTime: head.wallTime,
      device: head.device,
    })),
    items: itemsOf(source, question),
    evidenceNeed: question.evidence?.need ?? null,
    evidence: [...(source.evidence.get(path) ?? [])],
  };
}

/** An item stands at its first input alone, so that no score is counted twice. */
function itemsOf(source: AnswerSource, question: Question): OfficeAnswerItem[] {
  const items = indexDefinition(source.compiled).itemsOf.get(question.name) ?? [];
  return items
    .filter(({ inputs }) => inputs[0] === question.name)
    .map((item) => {
      const scored = source.result?.items[item.name] ?? null;
      const group = source.compiled.scoring.groups.find(({ id }) => id === item.group);
      return {
        name: item.name,
        label: item.label,
        measure: item.measure,
        group: group?.name ?? item.group,
        weight: item.weight,
        score: scored?.score ?? null,
        state: scored?.state ?? 'unanswered',
      };
    });
}
