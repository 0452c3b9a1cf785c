/** What an inspector found, set against what the firm said: which clauses were looked at, what differs, and what each difference costs. */
import type { CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import type { Measure } from '#definition/scoring.ts';
import type { Answers, AnswerValue } from '#engine/answers.ts';
import { eachQuestion } from '#engine/form-problems.ts';
import type { FormView } from '#engine/form-view.ts';
import { openSession } from '#engine/session.ts';
import { openScoreSession } from '#scoring/score-session.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import type { EvidenceCounts } from './completeness.ts';

/** What was said of one answer on site. `by` is a person, `at` the ISO time of their clock. */
export type Found = {
  readonly path: string;
  readonly value: AnswerValue;
  readonly reason: string | null;
  readonly by: string;
  readonly at: string;
};

/** `blank`: the firm said nothing, and nobody found anything. `seen`: verified, nothing to show for it. `proven`: verified, with evidence. */
export type ClauseStanding = 'blank' | 'claimed' | 'seen' | 'proven';

export type Clause = {
  readonly path: string;
  readonly standing: ClauseStanding;
  /** What was found is not what the firm said. */
  readonly differs: boolean;
  /** It was changed and nobody has said why: not verified until somebody does. */
  readonly reasonMissing: boolean;
  readonly pieces: number;
  /** Evidence is required and there is none. */
  readonly evidenceMissing: boolean;
};

export type SectionCoverage = {
  readonly section: string;
  readonly label: string;
  readonly clauses: readonly Clause[];
  /** Paths, computed rates included. */
  readonly evidenceMissing: readonly string[];
};

export type Coverage = {
  /** Sections that ask something, in the order of the definition. */
  readonly sections: readonly SectionCoverage[];
  /** Clauses with anything to verify: something was claimed, or found. */
  readonly total: number;
  readonly verified: number;
  readonly proven: number;
  readonly differing: number;
  readonly reasonMissing: number;
  /** How many pieces of required evidence are missing. */
  readonly evidenceMissing: number;
};

/** Both sides of an assessment as forms. Only clauses that stand after what was found are counted. */
export type BothForms = {
  readonly claimed: FormView;
  readonly found: FormView;
  readonly foundAt: (path: string) => Pick<Found, 'value' | 'reason'> | null;
  readonly evidence: EvidenceCounts;
};

export function coverageOf(compiled: CompiledDefinition, both: BothForms): Coverage {
  const sections = compiled.sections.flatMap(({ name, label, children }): readonly SectionCoverage[] => {
    const clauses: Clause[] = [];
    const evidenceMissing: string[] = [];
    eachQuestion(children, both.found, (question, path) => {
      if (!both.found.state(path).relevant || question.type === 'note') return;
      const missing = question.evidence?.need === 'required' && (both.evidence[path] ?? 0) === 0;
      if (missing) evidenceMissing.push(path);
      if (question.type !== 'calculate') clauses.push(clauseOf(both, path, missing));
    });
    return clauses.length === 0 ? [] : [{ section: name, label, clauses, evidenceMissing }];
  });
  const all = sections.flatMap(({ clauses }) => clauses);
  const count = (is: (clause: Clause) => boolean): number => all.filter(is).length;
  return {
    sections,
    total: count(({ standing }) => standing !== 'blank'),
    verified: count(isVerified),
    proven: count(({ standing }) => standing === 'proven'),
    differing: count(({ differs }) => differs),
    reasonMissing: count(({ reasonMissing }) => reasonMissing),
    evidenceMissing: sections.reduce((sum, { evidenceMissing }) => sum + evidenceMissing.length, 0),
  };
}

export function isVerified({ standing }: Pick<Clause, 'standing'>): boolean {
  return standing === 'seen' || standing === 'proven';
}

function clauseOf({ claimed, foundAt, evidence }: BothForms, path: string, evidenceMissing: boolean): Clause {
  const said = claimed.state(path).value;
  const found = foundAt(path);
  const differs = found !== null && !isSame(found.value, said);
  const reasonMissing = differs && !isFoundRow(claimed, path) && (found.reason ?? '').trim() === '';
  const pieces = evidence[path] ?? 0;
  const looked = found !== null && !reasonMissing;
  const standing = looked ? (pieces > 0 ? 'proven' : 'seen') : found !== null || said !== null ? 'claimed' : 'blank';
  return { path, standing, differs, reasonMissing, pieces, evidenceMissing };
}

/** A row that the firm does not have speaks for itself: its being there is the finding. */
function isFoundRow(claimed: FormView, path: string): boolean {
  const [repeat = '', row] = path.split('/');
  return row !== undefined && !claimed.rows(repeat).includes(row);
}

/** A measure before and after one difference, everything else standing as it was found. Unrounded, null while too little is answered. */
export type Effect = {
  readonly measure: string;
  readonly measureName: string;
  readonly decimals: number | null;
  readonly without: number | null;
  readonly with: number | null;
};

export type Difference = Found & {
  readonly claimed: AnswerValue;
  /** Of the totals (of the dimensions where there is no total), those that it moves. */
  readonly effects: readonly Effect[];
  /** Names of the levels without and with it; null: the same. */
  readonly level: { readonly without: string | null; readonly with: string | null } | null;
};

export type BothAnswers = {
  readonly self: Answers;
  /** The firm's answers with the inspector's in their place where there is one. */
  readonly verified: Answers;
  readonly found: readonly Found[];
};

/** The ledger: empty exactly where everything that was looked at is as the firm said. In the order of the definition. */
export function differencesOf(compiled: CompiledDefinition, { self, verified, found }: BothAnswers): readonly Difference[] {
  const differing = found
    .map((each) => ({ each, claimed: answerAt(self, each.path) }))
    .filter(({ each, claimed }) => !isSame(each.value, claimed));
  if (differing.length === 0) return [];
  const session = openSession(compiled, verified);
  const scores = openScoreSession(compiled, session);
  const result = scores.result();
  const shown = measuresOf(compiled);
  const order = [...indexDefinition(compiled).questions.keys()];
  const place = (path: string): number => order.indexOf(questionOf(path));
  return differing
    .toSorted((a, b) => place(a.each.path) - place(b.each.path))
    .map(({ each, claimed }): Difference => {
      scores.apply(session.set(each.path, claimed));
      const without = scores.result();
      scores.apply(session.set(each.path, each.value));
      const effects = shown.flatMap(({ id, name, decimals }): readonly Effect[] => {
        const [before, after] = [scoreIn(without, id), scoreIn(result, id)];
        return before === after ? [] : [{ measure: id, measureName: name, decimals, without: before, with: after }];
      });
      const level = without.level === result.level ? null : { without: without.levelName, with: result.levelName };
      return { ...each, claimed, effects, level };
    });
}

/** The totals that a firm is told; where a definition has none, its dimensions. */
export function measuresOf({ scoring }: CompiledDefinition): readonly Measure[] {
  const shown = scoring.measures.filter(({ detail, kind }) => !detail && kind !== 'unscored');
  const totals = shown.filter(({ axis }) => !axis);
  return totals.length > 0 ? totals : shown;
}

/** The value at a path of stored answers; null for a blank, and for a row that they do not have. */
export function answerAt({ values, rows }: Answers, path: string): AnswerValue {
  const [first = '', row, question] = path.split('/');
  if (row === undefined || question === undefined) return values[first] ?? null;
  return rows[first]?.find(({ id }) => id === row)?.values[question] ?? null;
}

export function questionOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}

/** An empty text or list says as little as a blank; an order of ticks says nothing. */
export function isSame(one: AnswerValue, other: AnswerValue): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf(value: AnswerValue): string {
  if (value === null || value === '') return '';
  if (typeof value === 'object') return value.length === 0 ? '' : JSON.stringify(value.toSorted());
  return JSON.stringify(value);
}

function scoreIn({ measures }: ScoreResult, id: string): number | null {
  return measures[id]?.score ?? null;
}
