/**
 * The compiled form of one published edition: plain JSON, made once by `compile`, served by hash, kept on phones.
 * Nothing in it needs parsing again: expressions are trees, dependencies are lists.
 */
import type { Expression } from './expression.ts';
import type { Fidelity, Provenance } from './provenance.ts';
import type { Scoring } from './scoring.ts';

export type { Fidelity, Provenance } from './provenance.ts';

export type QuestionType =
  | 'select_one'
  | 'select_multiple'
  | 'integer'
  | 'decimal'
  | 'text'
  | 'date'
  | 'geopoint'
  | 'image'
  | 'note'
  | 'calculate';

export type Choice = {
  readonly name: string;
  readonly label: string;
  /** Ticking it excludes every other choice (`none`). */
  readonly exclusive: boolean;
  /** Means 'not applicable' (`na`): the item leaves the weights. */
  readonly notApplicable: boolean;
  /** Further columns of the choice list, read by `choice_filter`. */
  readonly columns: Readonly<Record<string, string>>;
};

export type EvidenceKind = 'photo' | 'screen' | 'document' | 'statistics';

export type EvidenceRule = {
  readonly need: 'required' | 'optional';
  readonly kinds: readonly EvidenceKind[];
};

export type Question = {
  readonly name: string;
  readonly type: QuestionType;
  readonly label: string;
  readonly hint: string | null;
  /** Definition of the term (口径), folded under the question. */
  readonly guidance: string | null;
  readonly unit: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly choices: readonly Choice[];
  readonly required: boolean;
  readonly relevant: Expression | null;
  readonly constraint: Expression | null;
  readonly constraintMessage: string | null;
  readonly calculation: Expression | null;
  readonly choiceFilter: Expression | null;
  readonly evidence: EvidenceRule | null;
  /** Id of the firm-level quantity that several definitions ask for. */
  readonly fact: string | null;
  /** The time that the fact speaks of: the day of the visit, or one of the two years before it. Null without a fact. */
  readonly factPeriod: FactPeriod | null;
  readonly appearance: string | null;
  readonly provenance: Provenance;
};

export type FactPeriod = 'now' | 'last-year' | 'year-before';

export type QuestionNode = { readonly kind: 'question'; readonly question: Question };
export type GroupNode = {
  readonly kind: 'group';
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly relevant: Expression | null;
  readonly children: readonly FormNode[];
};
export type RepeatNode = {
  readonly kind: 'repeat';
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly relevant: Expression | null;
  readonly children: readonly QuestionNode[];
};
export type FormNode = QuestionNode | GroupNode | RepeatNode;

/** Top-level groups are sections: one screen each. */
export type Section = GroupNode;

export type Source = {
  /** The basis tag that questions carry, such as `V17`. */
  readonly key: string;
  readonly title: string;
  readonly issuer: string | null;
  readonly year: string | null;
  readonly fidelity: Fidelity;
  readonly note: string | null;
};

export type DefinitionStatus = 'draft' | 'published' | 'retired';

export type CompiledDefinition = {
  readonly format: 1;
  readonly id: string;
  readonly edition: string;
  readonly title: string;
  readonly purpose: string;
  /** Who answers. */
  readonly audience: string;
  /** Minutes needed on site. */
  readonly minutes: number;
  readonly status: DefinitionStatus;
  /** ISO dates between which the edition is meant to be used; null is open. */
  readonly validity: { readonly from: string | null; readonly until: string | null };
  /** How the score is made, in paragraphs for people. */
  readonly method: readonly string[];
  /** The one sentence that must stand beside every score. */
  readonly caution: string;
  /** What was left out, not found, or read differently by different sources. */
  readonly notes: readonly string[];
  readonly sources: readonly Source[];
  readonly sections: readonly Section[];
  readonly scoring: Scoring;
  /** Every group, repeat and question name in an order in which each comes after all that its relevance and calculation read. */
  readonly order: readonly string[];
};
