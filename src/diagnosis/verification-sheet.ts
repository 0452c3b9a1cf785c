/** Both sides of an assessment as people read them: scores, the ledger of differences, the coverage map. Alike on phone and desk. */
import type { CompiledDefinition, Question } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import type { AnswerValue } from '#engine/answers.ts';
import type { FormView } from '#engine/form-view.ts';
import { openSession } from '#engine/session.ts';
import { scoreAll } from '#scoring/score.ts';
import type { EvidenceCounts } from './completeness.ts';
import { coverageOf, differencesOf, measuresOf, questionOf } from './verification.ts';
import type { BothAnswers, Clause, ClauseStanding, Effect } from './verification.ts';

/** A clause in words; `row`: its number in a repeat, from 1, null elsewhere. */
type Named = { readonly path: string; readonly label: string; readonly row: number | null };

export type LedgerEntry = Named & {
  /** Null: a blank. */
  readonly claimed: string | null;
  readonly found: string | null;
  readonly reason: string | null;
  readonly by: string;
  /** ISO time of the author's clock. */
  readonly at: string;
  readonly effects: readonly Effect[];
  readonly level: { readonly without: string | null; readonly with: string | null } | null;
};

export type CoveredClause = Named & {
  readonly standing: ClauseStanding;
  readonly differs: boolean;
  readonly evidenceMissing: boolean;
};

export type VerificationSheet = {
  readonly measures: readonly {
    readonly id: string;
    readonly name: string;
    readonly decimals: number | null;
    readonly self: number | null;
    readonly verified: number | null;
  }[];
  /** Names of the levels; null where the instrument has none. */
  readonly level: { readonly self: string | null; readonly verified: string | null } | null;
  readonly looked: number;
  readonly of: number;
  readonly reasonMissing: number;
  readonly evidenceMissing: number;
  readonly ledger: readonly LedgerEntry[];
  readonly coverage: readonly { readonly section: string; readonly label: string; readonly clauses: readonly CoveredClause[] }[];
};

export type SheetWords = {
  readonly value: (question: Question, value: AnswerValue) => string | null;
  readonly person: (id: string) => string;
};

export function verificationSheet(
  compiled: CompiledDefinition,
  both: BothAnswers & { readonly evidence: EvidenceCounts },
  words: SheetWords,
): VerificationSheet {
  const claimed = openSession(compiled, both.self);
  const found = openSession(compiled, both.verified);
  const [self, verified] = [scoreAll(compiled, claimed), scoreAll(compiled, found)];
  const by = new Map(both.found.map((each) => [each.path, each]));
  const evidence = both.evidence;
  const coverage = coverageOf(compiled, { claimed, found, foundAt: (path) => by.get(path) ?? null, evidence });
  const { questions } = indexDefinition(compiled);
  const named = (path: string): Named => {
    const label = questions.get(questionOf(path))?.question.label ?? path;
    return { path, label, row: rowNumber(found, path) };
  };
  const said = (path: string, value: AnswerValue): string | null => {
    const question = questions.get(questionOf(path))?.question;
    return value === null || question === undefined ? null : words.value(question, value);
  };
  const covered = ({ path, standing, differs, evidenceMissing }: Clause): CoveredClause => {
    return { ...named(path), standing, differs, evidenceMissing };
  };
  return {
    measures: measuresOf(compiled).map(({ id, name, decimals }) => ({
      id,
      name,
      decimals,
      self: self.measures[id]?.score ?? null,
      verified: verified.measures[id]?.score ?? null,
    })),
    level: compiled.scoring.level === null ? null : { self: self.levelName, verified: verified.levelName },
    looked: coverage.verified,
    of: coverage.total,
    reasonMissing: coverage.reasonMissing,
    evidenceMissing: coverage.evidenceMissing,
    ledger: differencesOf(compiled, both).map((each) => ({
      ...named(each.path),
      claimed: said(each.path, each.claimed),
      found: said(each.path, each.value),
      reason: each.reason,
      by: words.person(each.by),
      at: each.at,
      effects: each.effects,
      level: each.level,
    })),
    coverage: coverage.sections.map(({ section, label, clauses }) => ({ section, label, clauses: clauses.map(covered) })),
  };
}

function rowNumber(form: FormView, path: string): number | null {
  const [repeat = '', row] = path.split('/');
  return row === undefined ? null : form.rows(repeat).indexOf(row) + 1;
}
