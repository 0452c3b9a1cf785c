/** Our engine and scoring, opened as the phone opens them: from compiled JSON and stored answers. */
import type { CompiledDefinition } from '../../../src/definition/compiled.ts';
import type { Answers } from '../../../src/engine/answers.ts';
import { emptyAnswers, rowPath } from '../../../src/engine/answers.ts';
import type { Change, FormView } from '../../../src/engine/form-view.ts';
import { openSession } from '../../../src/engine/session.ts';
import type { Session } from '../../../src/engine/session.ts';
import type { ScoreResult } from '../../../src/scoring/score-result.ts';
import { openScoreSession } from '../../../src/scoring/score-session.ts';
import type { ScoreSession } from '../../../src/scoring/score-session.ts';
import type { Form } from '../forms/form.ts';
import { blankForm } from '../forms/generate-form.ts';
import { rowId, toAnswers, totalPoints } from '../forms/to-definition.ts';
import type { Adapter, Shown } from './adapter.ts';

export type Ours = { readonly definition: Form; readonly form: Session; readonly score: ScoreSession };

export const ours: Adapter<Ours> = {
  name: 'ours',
  definition: async (form) => (await fetch(`/definitions/${form.id}.json`)).text(),
  draft: (_form, filled) => JSON.stringify(toAnswers(filled)),
  open(form, definition, draft) {
    const compiled = JSON.parse(definition) as CompiledDefinition;
    const session = openSession(compiled, parseAnswers(form, draft));
    return { definition: form, form: session, score: openScoreSession(compiled, session) };
  },
  index: () => undefined,
  set: (session, question, value) => apply(session, session.form.set(question, value)),
  setRow: (session, row, field, value) => apply(session, session.form.set(rowPath('equip', rowId(row), field), value)),
  addRow: (session) => apply(session, session.form.addRow('equip', rowId(session.form.rows('equip').length))),
  indexRow: () => undefined,
  total: (session) => totalPoints(session.definition, session.score.measure('total')?.score ?? null),
  shown: (session, form) => shownBy(form, session.form, session.score.result()),
};

export function shownBy(form: Form, view: FormView, result: ScoreResult): Shown {
  const calculated = form.sections.reduce((sum, section) => sum + Number(view.state(`${section.id}_q9`).effective ?? 0), 0);
  const scored = totalPoints(form, result.measures['total']?.score ?? null);
  return {
    // Both ways to the total must agree.
    total: Math.abs(calculated - scored) < 1e-6 ? calculated : Number.NaN,
    level: result.level ?? form.level.otherwise,
    value: Number(view.state('equip_value').effective ?? 0),
    relevantCount: form.sections.flatMap((section) => section.questions).filter((question) => view.state(question.id).relevant)
      .length,
  };
}

/** What the phone stored; blank rows where there is no draft. */
export function parseAnswers(form: Form, draft: string | null): Answers {
  return draft === null ? blankAnswers(form) : (JSON.parse(draft) as Answers);
}

function apply(session: Ours, change: Change): void {
  session.score.apply(change);
}

function blankAnswers(form: Form): Answers {
  return form.repeat.count === 0 ? emptyAnswers : toAnswers(blankForm(form));
}
